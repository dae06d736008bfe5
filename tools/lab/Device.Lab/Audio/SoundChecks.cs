using System.Diagnostics;
using System.Globalization;
using Device.Core.Speech;
using Device.Hardware.Audio;

namespace Device.Lab.Audio;

/// <summary>Microphone and loudspeaker on the kernel's loopback card: what is played on one side is heard on the other.</summary>
internal static class SoundChecks
{
    private const string Played = "hw:Loopback,0,0";
    private const string Heard = "hw:Loopback,1,0";

    public static IReadOnlyList<LabCheck> All =>
    [
        new("sound-heard-is-what-was-played", SamplesAsync),
        new("sound-lost-leaves-a-gap-of-the-right-length", OverrunAsync),
        new("sound-card-belongs-to-one-program", OwnerAsync),
        new("sound-card-that-is-not-there-is-named", MissingAsync),
    ];

    private static async Task<string> SamplesAsync(LabBench bench, CancellationToken ct)
    {
        Need();
        var chirp = Chirp(AudioFrame.SampleRate);
        using var microphone = AlsaMicrophone.Open(new MicrophoneOptions { RecordingDeviceName = Heard, BufferPeriods = 32 }, bench.Time);
        var playing = AlsaSpeaker.Open(new SpeakerOptions { PlaybackDeviceName = Played, BufferPeriods = 32 }, bench.Time).PlayAsync(chirp, ct);
        var heard = new List<short>();
        var at = -1;
        while (heard.Count < 12 * AudioFrame.SampleRate && (at < 0 || heard.Count < at + chirp.Length))
        {
            var frame = await microphone.ReadAsync(ct) ?? throw new LabException("the microphone ended");
            heard.AddRange(frame.Samples.Span);
            at = at < 0 ? Find(heard, chirp) : at;
        }

        await playing;
        Expect.That(at >= 0, $"the first {Start} samples of what was played are not among {heard.Count} heard (loudest {heard.Select(s => Math.Abs((int)s)).Max()}); {microphone.Counters}");
        var wrong = 0;
        for (var i = 0; i < chirp.Length; i++)
        {
            wrong += heard[at + i] != chirp[i] ? 1 : 0;
        }

        Expect.That(wrong == 0, $"{wrong} of {chirp.Length} samples differ; {microphone.Counters}");
        return $"{chirp.Length} samples of a chirp, every one the same; {microphone.Format}";
    }

    private static async Task<string> OverrunAsync(LabBench bench, CancellationToken ct)
    {
        Need();
        using var microphone = AlsaMicrophone.Open(new MicrophoneOptions { RecordingDeviceName = Heard }, bench.Time);
        var first = await microphone.ReadAsync(ct) ?? throw new LabException("the microphone ended");
        var start = bench.Microseconds;

        // The whole program stands still for longer than the card's buffer holds, as it does when the machine swaps or a debugger holds it.
        const int held = 1200;
        using (var stop = Process.Start("sh", ["-c", string.Create(
            CultureInfo.InvariantCulture, $"kill -STOP {Environment.ProcessId}; usleep {held * 1000}; kill -CONT {Environment.ProcessId}")]))
        {
            await stop.WaitForExitAsync(ct);
        }

        var (end, lost, last) = (first.Position + AudioFrame.Length, 0L, first);
        var gaps = 0;
        while (bench.Microseconds - start < 3_000_000 || lost == 0)
        {
            Expect.That(bench.Microseconds - start < 20_000_000, $"no gap within 20 s: {microphone.Counters}");
            last = await microphone.ReadAsync(ct) ?? throw new LabException("the microphone ended");
            Expect.Same("position of a frame after those before it and what was lost", end + last.LostBefore, last.Position);
            (lost, gaps) = (lost + last.LostBefore, gaps + (last.LostBefore > 0 ? 1 : 0));
            end = last.Position + AudioFrame.Length;
        }

        Expect.That(microphone.Counters.Overruns >= 1, $"{microphone.Counters}");
        var milliseconds = lost * 1000.0 / AudioFrame.SampleRate;
        Expect.That(milliseconds > held - 300, $"{milliseconds:0} ms are marked as lost after standing still for {held} ms with a buffer of 120 ms");
        var onLine = (last.Position - first.Position) * 1000.0 / AudioFrame.SampleRate;
        var onClock = (last.TimestampMicroseconds - first.TimestampMicroseconds) / 1000.0;
        Expect.Near("milliseconds between the first and the last frame on the time line of samples, against the clock", onClock, onLine, 80);
        return $"{microphone.Counters.Overruns} overrun, {gaps} gap of {milliseconds:0} ms after {held} ms; time line within {Math.Abs(onLine - onClock):0.0} ms of the clock";
    }

    private static async Task<string> OwnerAsync(LabBench bench, CancellationToken ct)
    {
        Need();
        using var first = AlsaMicrophone.Open(new MicrophoneOptions { RecordingDeviceName = Heard }, bench.Time);
        var error = await Expect.ThrowsAsync<IOException>("a second program", () =>
        {
            AlsaMicrophone.Open(new MicrophoneOptions { RecordingDeviceName = Heard }, bench.Time).Dispose();
            return Task.CompletedTask;
        });
        return error.Message;
    }

    private static async Task<string> MissingAsync(LabBench bench, CancellationToken ct)
    {
        var error = await Expect.ThrowsAsync<IOException>("a card that is not there", () =>
        {
            AlsaMicrophone.Open(new MicrophoneOptions { RecordingDeviceName = "hw:9,0" }, bench.Time).Dispose();
            return Task.CompletedTask;
        });
        Expect.That(error.Message.Contains("hw:9,0", StringComparison.Ordinal), error.Message);
        return error.Message;
    }

    private const int Start = 64;

    /// <summary>Where the beginning of what was played stands in what was heard; -1 before it is heard.</summary>
    private static int Find(List<short> heard, short[] played)
    {
        var span = System.Runtime.InteropServices.CollectionsMarshal.AsSpan(heard);
        return span.IndexOf(played.AsSpan(0, Start));
    }

    /// <summary>A second from 200 to 4,000 Hz.</summary>
    private static short[] Chirp(int length) =>
    [
        .. Enumerable.Range(0, length).Select(i =>
        {
            var t = (double)i / length;
            return (short)(12_000 * Math.Sin(2 * Math.PI * ((200 * t) + (1_900 * t * t)) + 0.5));
        }),
    ];

    private static void Need()
    {
        if (!Directory.Exists("/proc/asound/Loopback"))
        {
            throw new LabSkipException("this kernel has no loopback sound card");
        }
    }
}
