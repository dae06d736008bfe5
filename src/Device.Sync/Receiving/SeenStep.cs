namespace Device.Sync.Receiving;

/// <summary>A message on the way into the journal.</summary>
/// <param name="from">The position that had arrived before it.</param>
/// <param name="to">The position to which it leads.</param>
/// <param name="isLastOfAll">Whether it is the end of everything that was asked for.</param>
internal sealed class SeenStep(long from, long to, bool isLastOfAll)
{
    public long From { get; } = from;

    public long To { get; } = to;

    public bool IsLastOfAll { get; } = isLastOfAll;

    /// <summary>Whether its facts are in the journal.</summary>
    public bool IsAccepted { get; set; }
}
