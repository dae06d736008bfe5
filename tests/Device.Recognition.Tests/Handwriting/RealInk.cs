using Device.Core.Ink;

namespace Device.Recognition.Tests.Handwriting;

/// <summary>
/// Real handwriting for evaluation, which is not in the repository: the folder named by <c>DEVICE_DATA</c>, by default
/// <c>shared/data</c> beside the checkout.
/// </summary>
internal static class RealInk
{
    /// <summary>Reads a file, or skips the test with the reason.</summary>
    internal static async Task<IReadOnlyList<LabelledInk>> ReadAsync(string file)
    {
        var path = Path.Combine(Folder(), "handwriting", file);
        Assert.SkipUnless(File.Exists(path), $"{path} is not there: set DEVICE_DATA to the folder of evaluation data");
        await using var stream = File.OpenRead(path);
        var samples = new List<LabelledInk>();
        await foreach (var ink in InkFiles.ReadAsync(stream, path, TestContext.Current.CancellationToken))
        {
            samples.Add(ink);
        }

        return samples;
    }

    private static string Folder()
    {
        if (Environment.GetEnvironmentVariable("DEVICE_DATA") is { Length: > 0 } named)
        {
            return named;
        }

        var solution = RepositoryFile.Find("Device.sln");
        return Path.Combine(Path.GetDirectoryName(solution) ?? AppContext.BaseDirectory, "..", "shared", "data");
    }
}
