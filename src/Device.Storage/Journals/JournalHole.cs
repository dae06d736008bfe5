namespace Device.Storage;

/// <summary>Facts that were durable and are not readable any more. Their bytes, where there are any, are left in place.</summary>
/// <param name="From">First position lost.</param>
/// <param name="To">Last position lost. After damage at the journal's end it is an upper bound: that many could have been there.</param>
/// <param name="Segment">File name of the segment, or empty when the whole file is missing.</param>
/// <param name="Offset">Where in the segment the damage begins, in bytes.</param>
/// <param name="Bytes">Length of the damage; 0 when nothing is there.</param>
public sealed record JournalHole(long From, long To, string Segment, long Offset, long Bytes);
