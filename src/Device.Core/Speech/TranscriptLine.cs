using System.Collections.Immutable;

namespace Device.Core.Speech;

/// <summary>What was said in one stretch.</summary>
/// <param name="Start">Milliseconds on the recording's time line, 0 or more.</param>
/// <param name="End">Milliseconds, above <paramref name="Start"/>.</param>
/// <param name="Text">What was said.</param>
/// <param name="Words">Its words in order.</param>
public sealed record TranscriptLine(int Start, int End, string Text, ImmutableArray<TranscriptWord> Words)
{
    /// <summary>Places what was heard in a segment on the recording's time line.</summary>
    /// <param name="segment">The segment.</param>
    /// <param name="heard">What was heard in it.</param>
    public static TranscriptLine Of(SpeechSegment segment, RecognizedSpeech heard)
    {
        int Place(int sample) => (int)segment.TimeOf(sample).TotalMilliseconds;
        return new(Place(0), Place(segment.Samples.Length), heard.Text, [.. heard.Words.Select(w => new TranscriptWord(w.Text, Place(w.Start), Place(w.End), w.Probability))]);
    }
}
