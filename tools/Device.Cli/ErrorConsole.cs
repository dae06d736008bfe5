using Spectre.Console;

namespace Device.Cli;

/// <summary>Progress and tables for a person, always on standard error, so that standard output holds data only.</summary>
internal static class ErrorConsole
{
    internal static IAnsiConsole On(TextWriter error) => AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(error) });

    /// <summary>Runs work under a line that tells how far it is; without a terminal the line is left out.</summary>
    internal static Task WithProgressAsync(TextWriter error, string title, Func<Action<int>, Task> work)
    {
        if (Console.IsErrorRedirected)
        {
            return work(_ => { });
        }

        return On(error).Status().StartAsync(title, context => work(done => context.Status($"{Markup.Escape(title)}: {done}")));
    }
}
