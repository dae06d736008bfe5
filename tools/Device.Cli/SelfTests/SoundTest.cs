using System.Globalization;
using Device.Boards;
using Device.Core.Speech;

namespace Device.Cli.SelfTests;

/// <summary>Plays a tone and listens for it; without a loudspeaker it only listens whether anything comes.</summary>
internal static class SoundTest
{
    private const double Frequency = 1_000;
    private const double Loudness = 0.37;
    private const double Share = 0.25;
    private const int FramesWithTone = 10;

    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(3);

    internal static async Task<SelfTestResult> RunAsync(OpenBoard board, CancellationToken cancellationToken)
    {
        var microphone = board.Sound.OpenMicrophone();
        using var closing = microphone as IDisposable;
        if (microphone is null)
        {
            return SelfTestResult.Skipped("microphone", "the profile names none");
        }

        if (board.Sound.Mute.IsMuted)
        {
            return SelfTestResult.Skipped("microphone", "muted by its switch");
        }

        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Longest);
        var speaker = board.Sound.OpenSpeaker(microphone);
        var playing = speaker?.PlayAsync(Tone.Of(Frequency, TimeSpan.FromSeconds(1), Loudness), limit.Token) ?? Task.CompletedTask;
        var (frames, heard, loudest) = await ListenAsync(microphone, limit.Token);
        try
        {
            await playing;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return SelfTestResult.Failed("microphone", "the loudspeaker did not come to the end of a tone", "speaker.alsa of the profile: aplay -l lists devices");
        }

        cancellationToken.ThrowIfCancellationRequested();
        var found = string.Create(CultureInfo.InvariantCulture, $"{frames} frames of 20 ms, {microphone.Counters.Overruns} overruns, up to {loudest:F0} dBFS");
        return (frames, heard >= FramesWithTone, speaker) switch
        {
            (0, _, _) => SelfTestResult.Failed("microphone", "no sound came", "microphone.alsa of the profile: arecord -l lists devices; a muted capture switch: alsamixer"),
            (_, true, _) => SelfTestResult.Ok("microphone", $"the tone was heard; {found}"),
            (_, _, null) => SelfTestResult.Ok("microphone", $"{found}; without a loudspeaker no tone was played"),
            _ => SelfTestResult.Failed("microphone", $"a tone of {Frequency:F0} Hz was played and not heard; {found}", "volume and mute of both in alsamixer; cover neither; recordingChannel where only some channels are microphones"),
        };
    }

    /// <summary>Listens until the tone was heard for long enough, or the time is over.</summary>
    private static async Task<(int Frames, int Heard, double Loudest)> ListenAsync(IMicrophone microphone, CancellationToken cancellationToken)
    {
        var (frames, heard, loudest) = (0, 0, -120.0);
        try
        {
            while (heard < FramesWithTone && await microphone.ReadAsync(cancellationToken) is { } frame)
            {
                frames++;
                loudest = Math.Max(loudest, frame.Level.Rms);
                heard += HasTone(frame.Samples.Span) ? 1 : 0;
            }
        }
        catch (OperationCanceledException)
        {
            // What was heard until now is judged.
        }

        return (frames, heard, loudest);
    }

    /// <summary>Whether most of a frame's power is the tone's: the Goertzel filter (Goertzel 1958) at its frequency.</summary>
    private static bool HasTone(ReadOnlySpan<short> samples)
    {
        var factor = 2 * Math.Cos(2 * Math.PI * Frequency / AudioFrame.SampleRate);
        var (before, last, power) = (0.0, 0.0, 0.0);
        foreach (var sample in samples)
        {
            (before, last) = (last, sample + (factor * last) - before);
            power += (double)sample * sample;
        }

        var tone = ((last * last) + (before * before) - (factor * last * before)) * 2 / samples.Length;
        return power > samples.Length * 100.0 && tone > power * Share;
    }
}
