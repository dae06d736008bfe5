using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace Device.Recognition.Tests.Speech;

/// <summary>Labelled recordings beside the repository, which are never committed; tests that want them are skipped where they are not.</summary>
internal static class SharedSpeech
{
    internal sealed record Recording(string Path, string Text, string Kind, string Speaker);

    /// <summary>The folder: DEVICE_DATA or ../shared/data above the tests.</summary>
    internal static string? Folder { get; } = Environment.GetEnvironmentVariable("DEVICE_DATA") is { } data
        ? Path.Combine(data, "speech")
        : Path.GetDirectoryName(RepositoryFile.Find("shared", "data", "speech", "manifest.jsonl"));

    /// <summary>Every <paramref name="step"/>th recording of a kind.</summary>
    internal static Recording[] Some(string kind, int step, string? speaker = null)
    {
        Assert.SkipWhen(Folder is null, "no recordings: DEVICE_DATA or ../shared/data/speech expected");
        var all = File.ReadLines(Path.Combine(Folder!, "manifest.jsonl")).Select(Parse).Where(r => r.Kind == kind && (speaker is null || r.Speaker == speaker));
        return [.. all.Where((_, i) => i % step == 0)];
    }

    /// <summary>16 kHz samples by ffmpeg.</summary>
    internal static float[] Samples(string path)
    {
        try
        {
            using var ffmpeg = Process.Start(new ProcessStartInfo("ffmpeg", ["-v", "error", "-nostdin", "-i", path, "-ac", "1", "-ar", "16000", "-f", "s16le", "-"]) { RedirectStandardOutput = true })!;
            using var bytes = new MemoryStream();
            ffmpeg.StandardOutput.BaseStream.CopyTo(bytes);
            ffmpeg.WaitForExit();
            return [.. MemoryMarshal.Cast<byte, short>(bytes.ToArray()).ToArray().Select(s => s / 32_768f)];
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Assert.Skip("ffmpeg is not installed");
            return [];
        }
    }

    private static Recording Parse(string line)
    {
        using var json = JsonDocument.Parse(line);
        string Field(string name) => json.RootElement.GetProperty(name).GetString()!;
        return new Recording(Path.Combine(Folder!, Field("audio")), Field("text"), Field("kind"), Field("speaker"));
    }
}
