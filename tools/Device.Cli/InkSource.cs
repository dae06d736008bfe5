using System.Runtime.CompilerServices;
using Device.Core.Ink;

namespace Device.Cli;

/// <summary>Ink files as they are named on the command line.</summary>
internal static class InkSource
{
    internal static async IAsyncEnumerable<LabelledInk> ReadAsync(string file, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (!File.Exists(file))
        {
            throw new CliException($"{file}: no such file, expected InkML or Ink-JSONL");
        }

        await using var stream = File.OpenRead(file);
        await foreach (var ink in InkFiles.ReadAsync(stream, file, cancellationToken))
        {
            yield return ink;
        }
    }
}
