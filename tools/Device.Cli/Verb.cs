using System.CommandLine;
using Device.Recognition.Models;
using Device.Storage;

namespace Device.Cli;

/// <summary>A command that does something. It fails with one line on standard error and exit code 1.</summary>
internal sealed class Verb : Command
{
    internal Verb(string name, string description, string example)
        : base(name, description) => Example = example;

    /// <summary>A command line that works, shown in the help.</summary>
    internal string Example { get; }

    internal static string FullName(Command command)
    {
        var names = new List<string>();
        for (Symbol? at = command; at is not null; at = at.Parents.FirstOrDefault())
        {
            names.Add(at is RootCommand ? "devicectl" : at.Name);
        }

        names.Reverse();
        return string.Join(' ', names);
    }

    /// <summary>Sets what the verb does. Errors that a person can do something about end it; any other is a bug and shows its trace.</summary>
    internal void Does(Func<ParseResult, CancellationToken, Task<int>> action) => SetAction(async (parsed, cancellationToken) =>
    {
        try
        {
            return await action(parsed, cancellationToken);
        }
        catch (Exception e) when (e is CliException or ModelBundleException or FormatException or JournalFormatException or IOException or UnauthorizedAccessException)
        {
            await parsed.InvocationConfiguration.Error.WriteLineAsync(e.Message);
            return ExitCode.Failed;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            await parsed.InvocationConfiguration.Error.WriteLineAsync("stopped");
            return ExitCode.Failed;
        }
    });
}
