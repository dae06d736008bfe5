using System.Collections.Immutable;

namespace Device.Core.Speech;

/// <summary>A stretch of sound in which somebody speaks, with its place in time. It owns its samples and never changes.</summary>
/// <param name="Position">
/// Number of the first sample on the recording's time line, lost samples counted: sample <c>i</c> of the segment lies at
/// <c>(Position + i) / 16000</c> seconds, whatever was lost before or within it.
/// </param>
/// <param name="TimestampMicroseconds">When the first sample was taken: monotonic time in microseconds, of the clock that stamps pen samples.</param>
/// <param name="Samples">16 kHz, one channel, -1 to 1; the sound before the first word (pre-roll) and after the last one included, zeros in the gaps.</param>
/// <param name="Gaps">Where sound was lost, ascending, not overlapping; empty when all is there.</param>
/// <param name="End">Why it ended.</param>
public sealed record SpeechSegment(
    long Position,
    long TimestampMicroseconds,
    ReadOnlyMemory<float> Samples,
    ImmutableArray<SpeechGap> Gaps,
    SegmentEnd End)
{
    /// <summary>Where it begins on the recording's time line.</summary>
    public TimeSpan Start => TimeOf(0);

    /// <summary>How long it is, gaps included.</summary>
    public TimeSpan Duration => TimeSpan.FromSeconds(Samples.Length / (double)AudioFrame.SampleRate);

    /// <summary>The place of a sample on the recording's time line.</summary>
    /// <param name="sample">Its number in the segment, 0 to the number of samples.</param>
    public TimeSpan TimeOf(int sample) => TimeSpan.FromSeconds((Position + sample) / (double)AudioFrame.SampleRate);
}
