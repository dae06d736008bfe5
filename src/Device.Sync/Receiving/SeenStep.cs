namespace Device.Sync.Receiving;

/// <summary>A message on the way into the journal.</summary>
/// <param name="from">The position that had arrived before it.</param>
/// <param name="to">The position to which it leads.</param>
internal sealed class SeenStep(long from, long to)
{
    public long From { get; } = from;

    public long To { get; } = to;

    /// <summary>Whether its facts are in the journal.</summary>
    public bool IsAccepted { get; set; }
}
