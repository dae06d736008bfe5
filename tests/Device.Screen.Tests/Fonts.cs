using Device.Screen.Text;

namespace Device.Screen.Tests;

/// <summary>The font of the tests: DEVICE_FONT, or what tools/setup fetched.</summary>
internal static class Fonts
{
    private const string Name = "artifacts/fonts/NotoSansHans-Regular.otf";

    internal static FontSet LoadOrSkip()
    {
        var path = Environment.GetEnvironmentVariable("DEVICE_FONT") ?? Find();
        Assert.SkipWhen(path is null, $"{Name} is missing: run tools/setup, or name a font in DEVICE_FONT");
        return FontSet.Load(new FontOptions { TextFont = path! });
    }

    private static string? Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var path = Path.Combine(folder.FullName, Name);
            if (File.Exists(path))
            {
                return path;
            }
        }

        return null;
    }
}
