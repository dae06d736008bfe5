namespace Device.Recognition.Tests;

/// <summary>Files of the source tree above the test's own folder.</summary>
internal static class RepositoryFile
{
    /// <summary>Full path, or null where the tests run apart from the source.</summary>
    public static string? Find(params string[] parts)
    {
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            var path = Path.Combine([at.FullName, .. parts]);
            if (File.Exists(path))
            {
                return path;
            }
        }

        return null;
    }
}
