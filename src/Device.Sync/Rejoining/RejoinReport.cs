namespace Device.Sync.Rejoining;

/// <summary>What a rejoin did.</summary>
/// <param name="Written">Facts written again.</param>
/// <param name="Dropped">Old facts that are gone from the journal.</param>
/// <param name="Left">Old facts that could not be taken out, in segments with damage: they show twice on this machine until it is reset.</param>
public sealed record RejoinReport(int Written, long Dropped, int Left);
