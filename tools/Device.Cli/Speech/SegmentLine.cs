namespace Device.Cli.Speech;

/// <summary>A stretch of speech, as JSON.</summary>
/// <param name="Start">Seconds from the begin.</param>
/// <param name="End">Seconds from the begin.</param>
/// <param name="LostSeconds">How much of it was lost.</param>
/// <param name="Reason">Why it ended.</param>
/// <param name="Level">Its loudness in dBFS after the gain.</param>
internal sealed record SegmentLine(double Start, double End, double LostSeconds, string Reason, double Level);
