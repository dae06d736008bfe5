namespace Device.Core.Tests.Power;

public sealed class PowerPictureTests
{
    [Fact]
    public void The_picture_in_the_documentation_is_that_of_the_table()
    {
        var file = Path.Combine(Root(), "docs", "power.md");
        var drawn = PowerPicture.Draw();
        if (Environment.GetEnvironmentVariable("DEVICE_UPDATE_GOLDEN") == "1")
        {
            File.WriteAllText(file, drawn);
        }

        Assert.Equal(File.ReadAllText(file), drawn);
    }

    private static string Root()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Device.sln")))
        {
            folder = Path.GetDirectoryName(folder.TrimEnd('/')) ?? throw new InvalidOperationException($"no Device.sln above {AppContext.BaseDirectory}");
        }

        return folder;
    }
}
