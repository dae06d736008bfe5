namespace Spark.Gateway.Transcription;

/// <summary>A word of a caption, or a sign of punctuation.</summary>
/// <param name="Text">As it is shown, with the spaces that belong to it.</param>
/// <param name="BeginMs">Milliseconds from the start of the audio, 0 or more.</param>
/// <param name="EndMs">Where it ends, not before it begins.</param>
public readonly record struct CaptionWord(string Text, int BeginMs, int EndMs);
