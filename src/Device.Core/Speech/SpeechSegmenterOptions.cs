using System.ComponentModel.DataAnnotations;

namespace Device.Core.Speech;

/// <summary>When a segment of speech begins and ends.</summary>
public sealed record SpeechSegmenterOptions
{
    /// <summary>The probability from which somebody speaks, 0.05 to 0.95.</summary>
    [Range(0.05, 0.95)]
    public float Start { get; init; } = 0.5f;

    /// <summary>The probability down to which somebody who speaks still does, 0.01 to <see cref="Start"/>.</summary>
    [Range(0.01, 0.95)]
    public float Stay { get; init; } = 0.35f;

    /// <summary>The shortest speech, in milliseconds: less is a click or a cough. 0 to 2,000.</summary>
    [Range(0, 2_000)]
    public int LeastSpeech { get; init; } = 200;

    /// <summary>The silence that ends a segment, in milliseconds, 50 to 5,000.</summary>
    [Range(50, 5_000)]
    public int LeastSilence { get; init; } = 500;

    /// <summary>Sound before the first voiced window that belongs to the segment, in milliseconds, 0 to 2,000: a soft first consonant.</summary>
    [Range(0, 2_000)]
    public int PreRoll { get; init; } = 300;

    /// <summary>Sound after the last voiced window that belongs to it, in milliseconds, 0 to 1,000, at most <see cref="LeastSilence"/>.</summary>
    [Range(0, 1_000)]
    public int Tail { get; init; } = 150;

    /// <summary>The longest segment in milliseconds, 2,000 to 60,000; it is cut where the voice was weakest of late.</summary>
    [Range(2_000, 60_000)]
    public int MostSpeech { get; init; } = 20_000;

    /// <summary>The longest lost stretch within a segment, in milliseconds, 0 to 5,000; more ends it.</summary>
    [Range(0, 5_000)]
    public int MostGap { get; init; } = 500;

    internal static int Samples(int milliseconds) => milliseconds * (AudioFrame.SampleRate / 1_000);
}
