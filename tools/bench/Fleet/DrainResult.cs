namespace Device.Bench.Fleet;

/// <summary>What a draining machine tells of itself, as one line of JSON.</summary>
/// <param name="Seconds">From the first connection to the last acknowledgement.</param>
/// <param name="Before">Resident memory before it connected, in megabytes.</param>
/// <param name="Peak">The most resident memory, in megabytes.</param>
internal sealed record DrainResult(double Seconds, double Before, double Peak);
