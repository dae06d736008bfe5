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
    private const int LeastRun = AudioFrame.SampleRate / 4;

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
        var played = Noise(2 * AudioFrame.SampleRate);
        using var microphone = AlsaMicrophone.Open(new MicrophoneOptions { RecordingDeviceName = Heard, BufferPeriods = 32 }, bench.Time);
        var speaker = AlsaSpeaker.Open(new SpeakerOptions { PlaybackDeviceName = Played, BufferPeriods = 32 }, bench.Time);

        // Both ways once without listening: code that runs for the first time is slow here.
        await speaker.PlayAsync(new short[AudioFrame.SampleRate / 2], ct);
        for (var i = 0; i < 25; i++)
        {
            _ = await microphone.ReadAsync(ct);
        }

        var longest = 0;
        for (var tries = 0; tries < 3 && longest < played.Length; tries++)
        {
            var playing = speaker.PlayAsync(played, ct);
            var heard = new List<short>();
            while (!playing.IsCompleted || heard.Count < played.Length + AudioFrame.SampleRate)
            {
                var frame = await microphone.ReadAsync(ct) ?? throw new LabException("the microphone ended");
                heard.AddRange(frame.Samples.Span);
            }

            await playing;
            longest = Math.Max(longest, LongestRun(played, heard));
        }

        Expect.That(longest >= LeastRun, $"no more than {longest} samples in a row are those that were played, {LeastRun} expected; {microphone.Counters}");
        return $"{longest} of {played.Length} samples of noise in a row, every one the same; {microphone.Format}";
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

    /// <summary>How many samples in a row were heard as they were played: a machine without a processor loses some of its own doing.</summary>
    private static int LongestRun(short[] played, List<short> heard)
    {
        var places = new Dictionary<(short, short, short, short), int>();
        for (var i = 0; i + 3 < played.Length; i++)
        {
            places.TryAdd((played[i], played[i + 1], played[i + 2], played[i + 3]), i);
        }

        var longest = 0;
        for (var i = 0; i + 3 < heard.Count; i++)
        {
            if (!places.TryGetValue((heard[i], heard[i + 1], heard[i + 2], heard[i + 3]), out var at))
            {
                continue;
            }

            var length = 0;
            while (i + length < heard.Count && at + length < played.Length && heard[i + length] == played[at + length])
            {
                length++;
            }

            longest = Math.Max(longest, length);
            i += length - 1;
        }

        return longest;
    }

    /// <summary>Noise in which no four samples come twice.</summary>
    private static short[] Noise(int length)
    {
        var random = new Random(7);
        return [.. Enumerable.Range(0, length).Select(_ => (short)random.Next(-12_000, 12_001))];
    }

    private static void Need()
    {
        if (!Directory.Exists("/proc/asound/Loopback"))
        {
            throw new LabSkipException("this kernel has no loopback sound card");
        }
    }
}
