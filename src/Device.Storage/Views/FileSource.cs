namespace Device.Storage;

/// <summary>The entries in a journal's files; there is nothing to follow.</summary>
internal sealed class FileSource(IStorageFolder folder, KeyRing keys) : IEntrySource
{
    public async IAsyncEnumerable<JournalEntry> ReadAsync(
        long fromPosition, bool follow, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken ct)
    {
        using var files = new FileReader(folder, keys, fromPosition, ct);
        while (files.TryNext())
        {
            ct.ThrowIfCancellationRequested();
            yield return new JournalEntry(files.Segments.Record.Position, files.Segments.Record.ToFact());
        }

        await Task.CompletedTask;
    }
}
