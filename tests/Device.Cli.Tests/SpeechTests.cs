using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text.Json;
using Device.Core.Notebook;
using Device.Core.Speech;
using Device.Storage;
using Microsoft.Extensions.Logging.Abstractions;

namespace Device.Cli.Tests;

public sealed class SpeechTests : IDisposable
{
    private const int Second = AudioFrame.SampleRate;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("device-speech-");

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task What_the_real_libasound_captures_is_in_the_file()
    {
        Assert.SkipUnless(NativeLibrary.TryLoad("libasound.so.2", out _), "libasound.so.2 is not installed (Debian: libasound2)");
        var sound = Enumerable.Range(0, 2 * Second).Select(i => (short)(i % 20_000)).ToArray();
        await File.WriteAllBytesAsync(At("in.raw"), MemoryMarshal.AsBytes(sound.AsSpan()).ToArray(), Ct);
        await File.WriteAllTextAsync(At("asound.conf"), """
            pcm.from { @args [ FILE ] @args.FILE { type string } type file slave.pcm { type null } file "/dev/null" infile $FILE format "raw" }
            """, Ct);
        var start = new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, "devicectl"), ["speech", "record", At("out.wav"), "--device", $"from:{At("in.raw")}", "--seconds", "1"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["ALSA_CONFIG_PATH"] = At("asound.conf");
        using var process = Process.Start(start)!;
        var outcome = await Devicectl.EndAsync(process);
        Assert.True(outcome.Code == 0, outcome.Error);
        await using var file = File.OpenRead(At("out.wav"));
        var heard = await WavFile.ReadAsync(file, "out.wav", Ct);
        Assert.Equal((Second, 1), (heard.SampleRate, heard.Channels));

        // The file plug-in plays as fast as it is read: frames that came too fast for the reader are silence of their length.
        Assert.Equal(Second, heard.Samples.Length);
        Assert.Equal(sound[..320], heard.Samples[..320].ToArray());
        Assert.All(Enumerable.Range(0, Second), i => Assert.True(heard.Samples.Span[i] == 0 || heard.Samples.Span[i] == sound[i]));
    }

    [Fact]
    public async Task Stretches_of_speech_of_a_file_are_printed_with_their_times()
    {
        var random = new Random(2);
        var sound = Enumerable.Range(0, 9 * Second).Select(i => (short)(random.Next(-20, 20) + (i / Second % 3 == 1 ? 6_000 * Math.Sin(i * 0.2) : 0))).ToArray();
        await File.WriteAllBytesAsync(At("talk.wav"), WavFile.ToBytes(Second, sound), Ct);
        var outcome = await Devicectl.RunAsync("speech", "listen", "--file", At("talk.wav"), "--model", At("none"), "--json");
        Assert.True(outcome.Code == 0, outcome.Error);
        var segments = outcome.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => JsonDocument.Parse(l).RootElement).ToArray();
        Assert.Equal([0.7, 3.7, 6.7], segments.Select(s => s.GetProperty("start").GetDouble()), (a, b) => Math.Abs(a - b) < 0.08);
        Assert.Contains("heard by energy", outcome.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(2, "speech", "record", "talk.mp3")]
    [InlineData(2, "speech", "record", "talk.wav", "--seconds", "0")]
    [InlineData(1, "speech", "record", "/nowhere/talk.wav", "--board", "simulated")]
    [InlineData(1, "speech", "listen", "--file", "/nowhere/talk.wav")]
    [InlineData(1, "speech", "import", "talk.wav", "--data", "/nowhere")]
    [InlineData(2, "speech", "export", "meeting", "talk.doc")]
    public async Task What_cannot_be_done_says_why(int code, params string[] arguments)
    {
        var outcome = await Devicectl.RunAsync(arguments);
        Assert.Equal(code, outcome.Code);
        Assert.NotEmpty(outcome.Error);
        Assert.DoesNotContain("   at ", outcome.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_recording_is_listed_and_exported_as_sound_and_words()
    {
        await MakeAsync();
        string[] data = ["--data", _folder.FullName];
        var list = await Devicectl.RunAsync(["speech", "list", "--json", .. data]);
        var line = JsonDocument.Parse(list.Output).RootElement[0];
        Assert.Equal(("lesson", 2.0, "capture", true), (line.GetProperty("title").GetString(), line.GetProperty("seconds").GetDouble(), line.GetProperty("format").GetString(), line.GetProperty("transcript").GetBoolean()));

        Assert.Equal(0, (await Devicectl.RunAsync(["speech", "export", "lesson", At("lesson.wav"), .. data])).Code);
        await using var file = File.OpenRead(At("lesson.wav"));
        Assert.Equal(Tone.Of(440, TimeSpan.FromSeconds(2)), (await WavFile.ReadAsync(file, "lesson.wav", Ct)).Samples.ToArray());
        Assert.Equal(0, (await Devicectl.RunAsync(["speech", "export", line.GetProperty("recording").GetString()!, At("lesson.srt"), .. data])).Code);
        Assert.Equal("1\n00:00:00,100 --> 00:00:01,900\nhello <world>\n\n", await File.ReadAllTextAsync(At("lesson.srt"), Ct));
        Assert.Equal(0, (await Devicectl.RunAsync(["speech", "export", "lesson", At("lesson.vtt"), .. data])).Code);
        Assert.Equal("WEBVTT\n\n00:00:00.100 --> 00:00:01.900\nhello &lt;world&gt;\n\n", await File.ReadAllTextAsync(At("lesson.vtt"), Ct));
        Assert.Equal(1, (await Devicectl.RunAsync(["speech", "export", "another", At("x.wav"), .. data])).Code);
    }

    private async Task MakeAsync()
    {
        await using var journal = await Journal.OpenAsync(
            new JournalOptions { Directory = At("journal") }, DeviceId.Parse("test/desk"), TimeProvider.System, new Random(1), NullLogger<Journal>.Instance, Ct);
        using var blobs = await BlobStore.OpenAsync(new BlobOptions { Directory = At("blobs") }, journal, TimeProvider.System, new Random(2), NullLogger<BlobStore>.Instance, Ct);
        await using var capture = await CaptureWriter.BeginAsync(blobs, "recording", TimeProvider.System.GetUtcNow(), Ct);
        var tone = Tone.Of(440, TimeSpan.FromSeconds(2));
        for (var at = 0; at < tone.Length; at += 320)
        {
            await capture.WriteAsync(at, tone.AsMemory(at, 320), Ct);
        }

        var sound = await capture.FinishAsync(Ct);
        var words = await blobs.PutAsync(TranscriptJson.Write(new Transcript("test/1", "en", [new TranscriptLine(100, 1_900, "hello <world>", [new TranscriptWord("hello ", 100, 900, 1)])])), "transcript", Ct);
        var note = await journal.AppendAsync(new NoteCreated("physics"), Ct);
        var recording = await journal.AppendAsync(new RecordingStarted(note.Id, "lesson"), Ct);
        await journal.AppendAsync([new RecordingStored(recording.Id, sound.ToString(), RecordingFormat.Capture, 2_000, 0), new TranscriptStored(recording.Id, words.ToString(), "test/1")], Ct);
    }

    private string At(string name) => Path.Combine(_folder.FullName, name);
}
