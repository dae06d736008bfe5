using Device.Screen.Frames;

namespace Device.Screen.Tests;

/// <summary>Compares frames with PNG files in golden/. Run with DEVICE_UPDATE_GOLDEN=1 to write them anew, then look at them.</summary>
internal static class Golden
{
    /// <summary>Pixels in a thousand that may be off by one level, for processors that round otherwise.</summary>
    private const int Tolerated = 1;

    private const int Level = 17;

    internal static void Matches(GreyFrame frame, string name)
    {
        if (Environment.GetEnvironmentVariable("DEVICE_UPDATE_GOLDEN") == "1")
        {
            File.WriteAllBytes(Path.Combine(Source(), name), GreyImage.EncodePng(frame));
        }

        var golden = GreyImage.DecodePng(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "golden", name)));
        Assert.Equal((golden.Width, golden.Height), (frame.Width, frame.Height));
        var off = 0;
        for (var i = 0; i < frame.Pixels.Length; i++)
        {
            var difference = Math.Abs(frame.Pixels[i] - golden.Pixels[i]);
            Assert.True(difference <= Level, $"{name}: pixel {i % frame.Width}, {i / frame.Width} is {frame.Pixels[i]}, not {golden.Pixels[i]}");
            off += difference > 0 ? 1 : 0;
        }

        Assert.InRange(off, 0, frame.Pixels.Length * Tolerated / 1000);
    }

    private static string Source([System.Runtime.CompilerServices.CallerFilePath] string file = "") => Path.Combine(Path.GetDirectoryName(file)!, "golden");
}
