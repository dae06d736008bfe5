using System.Runtime.CompilerServices;
using Device.Core.Notebook;

namespace Device.Storage;

/// <summary>
/// Reads a journal's files without opening it for appending: needs no lock, changes nothing, and works while deviced runs
/// (then up to what is in the files at the moment of the call). Thread-safe.
/// </summary>
public static class JournalReader
{
    /// <summary>Reads entries in order; ends at the last readable one.</summary>
    /// <param name="directory">The journal's folder.</param>
    /// <param name="fromPosition">The first position wanted, from 1.</param>
    /// <param name="ct">Stops reading.</param>
    /// <returns>The entries.</returns>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    /// <exception cref="JournalFormatException">The journal is of a newer version.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public static async IAsyncEnumerable<JournalEntry> ReadAsync(
        string directory, long fromPosition, [EnumeratorCancellation] CancellationToken ct)
    {
        await foreach (var entry in JournalDump.ReadAsync(directory, fromPosition, ct))
        {
            yield return entry.Entry;
        }
    }

    /// <summary>Folds the whole journal.</summary>
    /// <param name="directory">The journal's folder.</param>
    /// <param name="ct">Stops reading.</param>
    /// <returns>Everything this machine knows.</returns>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    /// <exception cref="JournalFormatException">The journal is of a newer version.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public static async Task<Notebook> FoldAsync(string directory, CancellationToken ct)
    {
        var notebook = new Notebook();
        await foreach (var entry in ReadAsync(directory, 1, ct))
        {
            notebook.Apply(entry.Fact);
        }

        return notebook;
    }
}
