namespace Device.Storage;

/// <summary>Where the view's entries come from: an open journal, or its files.</summary>
internal interface IEntrySource
{
    IAsyncEnumerable<JournalEntry> ReadAsync(long fromPosition, bool follow, CancellationToken ct);
}
