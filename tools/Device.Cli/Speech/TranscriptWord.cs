namespace Device.Cli.Speech;

/// <summary>A word of a transcript; times in seconds from the file's beginning.</summary>
internal sealed record TranscriptWord(string Text, double Start, double End, double Probability);
