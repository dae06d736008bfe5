namespace Device.Storage;

/// <summary>The entries of an open journal.</summary>
internal sealed class JournalSource(Journal journal) : IEntrySource
{
    public IAsyncEnumerable<JournalEntry> ReadAsync(long fromPosition, bool follow, CancellationToken ct) =>
        journal.ReadAsync(fromPosition, follow, ct);
}
