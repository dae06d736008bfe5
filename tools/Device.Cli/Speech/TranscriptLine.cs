namespace Device.Cli.Speech;

/// <summary>A stretch of speech with its text.</summary>
/// <param name="File">The sound file as it was named.</param>
/// <param name="Start">Seconds from the file's beginning.</param>
/// <param name="End">Seconds from the file's beginning.</param>
/// <param name="Text">What was said.</param>
/// <param name="Probability">How sure the model is, 0 to 1.</param>
/// <param name="Words">Its words.</param>
internal sealed record TranscriptLine(string File, double Start, double End, string Text, double Probability, TranscriptWord[] Words);
