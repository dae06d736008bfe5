using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace Device.Recognition.Tests.Voice;

/// <summary>
/// Real speech for evaluation, which is not in the repository: <c>speech/manifest.jsonl</c> in the folder named by <c>DEVICE_DATA</c>, by default
/// <c>shared/data</c> beside the checkout. Decoded by ffmpeg to 16 kHz.
/// </summary>
internal static class RealSpeech
{
    private static readonly Dictionary<string, short[]> Decoded = [];

    public static IReadOnlyList<short[]> Take(int count, int seed)
    {
        var folder = Folder();
        var manifest = Path.Combine(folder, "manifest.jsonl");
        Assert.SkipUnless(File.Exists(manifest), $"{manifest} is not there: set DEVICE_DATA to the folder of evaluation data");
        Assert.SkipUnless(File.Exists("/usr/bin/ffmpeg"), "ffmpeg is not installed");
        var files = File.ReadLines(manifest).Select(l => JsonDocument.Parse(l).RootElement)
            .Where(e => e.GetProperty("kind").GetString() is "word" or "digit").Select(e => e.GetProperty("audio").GetString()!).ToArray();
        new Random(seed).Shuffle(files);
        return [.. files.Take(count).Select(f => Decode(Path.Combine(folder, f)))];
    }

    private static short[] Decode(string path)
    {
        lock (Decoded)
        {
            return Decoded.TryGetValue(path, out var known) ? known : Decoded[path] = DecodeAnew(path);
        }
    }

    private static short[] DecodeAnew(string path)
    {
        using var process = Process.Start(new ProcessStartInfo(
            "/usr/bin/ffmpeg", ["-v", "error", "-i", path, "-ac", "1", "-ar", "16000", "-f", "s16le", "-"]) { RedirectStandardOutput = true })!;
        using var bytes = new MemoryStream();
        process.StandardOutput.BaseStream.CopyTo(bytes);
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
        return MemoryMarshal.Cast<byte, short>(bytes.ToArray()).ToArray();
    }

    private static string Folder()
    {
        if (Environment.GetEnvironmentVariable("DEVICE_DATA") is { Length: > 0 } named)
        {
            return Path.Combine(named, "speech");
        }

        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            var path = Path.Combine(at.FullName, "shared", "data", "speech");
            if (Directory.Exists(path))
            {
                return path;
            }
        }

        return Path.Combine("shared", "data", "speech");
    }
}
