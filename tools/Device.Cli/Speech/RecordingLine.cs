namespace Device.Cli.Speech;

/// <summary>A recording of the data folder, as JSON.</summary>
internal sealed record RecordingLine(string Recording, string Title, DateTimeOffset Started, double Seconds, double LostSeconds, string Format, bool Transcript, int Marks, int Strokes);
