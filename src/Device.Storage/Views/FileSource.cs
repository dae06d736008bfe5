namespace Device.Storage;

/// <summary>The entries in a journal's files, as scanned once; there is nothing to follow.</summary>
internal sealed class FileSource(IStorageFolder folder, CancellationToken scanning) : IEntrySource
{
    private readonly JournalTail _tail = JournalScan.Run(folder, decode: false, scanning).ToTail();

    public async IAsyncEnumerable<JournalEntry> ReadAsync(
        long fromPosition, bool follow, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken ct)
    {
        using var reader = new SegmentReader(folder, fromPosition, null);
        while (reader.TryNext(_tail))
        {
            ct.ThrowIfCancellationRequested();
            yield return new JournalEntry(reader.Record.Position, reader.Record.ToFact());
        }

        await Task.CompletedTask;
    }
}
