using Device.Messages;

namespace Device.Sync.Sending;

/// <summary>What an acknowledgement changed.</summary>
/// <param name="Stored">Facts that are now known to be stored.</param>
/// <param name="Rejected">Facts that will never be, and why.</param>
/// <param name="Stale">Whether it is about another epoch and says nothing.</param>
internal sealed record AckOutcome(int Stored, IReadOnlyList<RejectedFact> Rejected, bool Stale);
