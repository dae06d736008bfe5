namespace Device.Sync.Sending;

/// <summary>Where sync begins to read the journal after a start. A view: without it everything is sent again, and the gateway drops what it has.</summary>
/// <param name="Device">The machine it belongs to.</param>
/// <param name="Epoch">The journal's epoch when it was written, 16 hexadecimal digits.</param>
/// <param name="Acked">Every own fact of that epoch up to this sequence is settled.</param>
/// <param name="Position">A journal position from which reading meets every own fact that is not settled, of whatever epoch.</param>
/// <param name="Questions">A journal position from which reading meets every question without an answer.</param>
/// <param name="Stream">The account whose facts were seen, or null for none.</param>
/// <param name="Seen">The position in it up to which every fact is in the journal.</param>
/// <param name="Healed">The <see cref="FactSource.Holes"/> for which everything was sent again and stored.</param>
/// <param name="Blobs">A journal position from which reading meets every blob that is neither at the gateway nor here.</param>
internal sealed record SyncCursor(string Device, string Epoch, ulong Acked, long Position, long Questions, string? Stream, long Seen, string Healed = "", long Blobs = 0);
