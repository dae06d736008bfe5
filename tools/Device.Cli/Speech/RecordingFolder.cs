using System.CommandLine;
using Device.Cli.Journals;
using Device.Core.Notebook;
using Device.Storage;

namespace Device.Cli.Speech;

/// <summary>The recordings of a data folder, from its journal, whether or not deviced runs.</summary>
internal static class RecordingFolder
{
    internal static async Task<RecordingShelf> ReadAsync(ParseResult parsed, SharedOptions shared, CancellationToken cancellationToken)
    {
        var notebook = new Notebook();
        await foreach (var entry in JournalDump.ReadAsync(JournalFolders.Journal(parsed, shared), JournalFolders.Keys(parsed, shared), 1, cancellationToken))
        {
            notebook.Apply(entry.Entry.Fact);
        }

        return notebook.Recordings;
    }
}
