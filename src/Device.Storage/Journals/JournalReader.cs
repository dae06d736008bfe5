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
    /// <param name="keys">Decrypt it.</param>
    /// <param name="fromPosition">The first position wanted, from 1.</param>
    /// <param name="ct">Stops reading.</param>
    /// <returns>The entries.</returns>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    /// <exception cref="JournalFormatException">The journal is of a newer version.</exception>
    /// <exception cref="StorageKeyException">A key is missing.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public static async IAsyncEnumerable<JournalEntry> ReadAsync(
        string directory, KeyRing keys, long fromPosition, [EnumeratorCancellation] CancellationToken ct)
    {
        await foreach (var entry in JournalDump.ReadAsync(directory, keys, fromPosition, ct))
        {
            yield return entry.Entry;
        }
    }

    /// <summary>Reads a journal that is not encrypted; see the other overload.</summary>
    /// <param name="directory">The journal's folder.</param>
    /// <param name="fromPosition">The first position wanted, from 1.</param>
    /// <param name="ct">Stops reading.</param>
    /// <returns>The entries.</returns>
    public static IAsyncEnumerable<JournalEntry> ReadAsync(string directory, long fromPosition, CancellationToken ct) =>
        ReadAsync(directory, KeyRing.None, fromPosition, ct);

    /// <summary>Folds a journal that is not encrypted; see the other overload.</summary>
    /// <param name="directory">The journal's folder.</param>
    /// <param name="ct">Stops reading.</param>
    /// <returns>Everything this machine knows.</returns>
    public static Task<Notebook> FoldAsync(string directory, CancellationToken ct) => FoldAsync(directory, KeyRing.None, ct);

    /// <summary>Folds the whole journal.</summary>
    /// <param name="directory">The journal's folder.</param>
    /// <param name="keys">Decrypt it.</param>
    /// <param name="ct">Stops reading.</param>
    /// <returns>Everything this machine knows.</returns>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    /// <exception cref="JournalFormatException">The journal is of a newer version.</exception>
    /// <exception cref="StorageKeyException">A key is missing.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public static async Task<Notebook> FoldAsync(string directory, KeyRing keys, CancellationToken ct)
    {
        var notebook = new Notebook();
        await foreach (var entry in ReadAsync(directory, keys, 1, ct))
        {
            notebook.Apply(entry.Fact);
        }

        return notebook;
    }
}
