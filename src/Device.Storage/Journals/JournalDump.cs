using System.Runtime.CompilerServices;

namespace Device.Storage;

/// <summary>A journal's content with its place in the files. Needs no lock, changes nothing, works while deviced runs. Thread-safe.</summary>
public static class JournalDump
{
    /// <summary>Reads entries in order; ends at the last readable one.</summary>
    /// <param name="directory">The journal's folder.</param>
    /// <param name="keys">Decrypt it.</param>
    /// <param name="fromPosition">The first position wanted, from 1.</param>
    /// <param name="ct">Stops reading.</param>
    /// <returns>The entries.</returns>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    /// <exception cref="JournalFormatException">The journal is of a newer version.</exception>
    /// <exception cref="StorageKeyException">A key is missing.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public static async IAsyncEnumerable<JournalDumpEntry> ReadAsync(
        string directory, KeyRing keys, long fromPosition, [EnumeratorCancellation] CancellationToken ct)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(fromPosition, 1);
        var folder = LinuxFolder.Existing(directory);
        using var files = new FileReader(folder, keys, fromPosition, ct);
        while (files.TryNext())
        {
            ct.ThrowIfCancellationRequested();
            var (reader, record) = (files.Segments, files.Segments.Record);
            yield return new JournalDumpEntry(
                new JournalEntry(record.Position, record.ToFact()), reader.Segment.Name, reader.Offset, (int)reader.Length, record.DurableThrough);
        }

        await Task.CompletedTask;
    }
}
