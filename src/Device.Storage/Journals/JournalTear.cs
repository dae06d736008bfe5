namespace Device.Storage;

/// <summary>Bytes at the journal's end that are no whole record and were never acknowledged: what a power cut leaves.</summary>
/// <param name="Segment">File name of the segment.</param>
/// <param name="Offset">Where they begin.</param>
/// <param name="Bytes">How many they are.</param>
/// <param name="Doubtful">
/// Whether they could also be an acknowledged record that rotted: the record is there in full length, with a wrong checksum.
/// A new epoch is begun then and positions are skipped, so that no name is given twice.
/// </param>
/// <param name="KeptAs">Name in <c>setaside/</c>; empty when they were all zero, or are not set aside yet.</param>
public sealed record JournalTear(string Segment, long Offset, long Bytes, bool Doubtful, string KeptAs);
