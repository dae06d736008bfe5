using System.Collections.Immutable;

namespace Spark.Gateway.Transcription;

/// <summary>
/// What the service has understood of a sentence so far. Captions of one kind and segment replace each other until a final one
/// comes; nothing changes that again. Immutable.
/// </summary>
/// <param name="Kind">Spoken or translated.</param>
/// <param name="Segment">Number of the sentence within its kind, from 0.</param>
/// <param name="IsFinal">Whether it is the last word on its segment.</param>
/// <param name="BeginMs">Milliseconds from the start of the audio; 0 where the service does not tell.</param>
/// <param name="EndMs">Where the sentence ends; 0 where the service does not tell, which is so for most interim captions.</param>
/// <param name="Text">The text, punctuation included.</param>
/// <param name="Speaker">Number of the speaker, from 1; 0 when unknown.</param>
/// <param name="Words">The words with their times, where the service tells them.</param>
public sealed record Caption(
    CaptionKind Kind, int Segment, bool IsFinal, int BeginMs, int EndMs, string Text, int Speaker, ImmutableArray<CaptionWord> Words);
