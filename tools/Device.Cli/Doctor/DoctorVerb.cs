using System.CommandLine;
using Device.Cli.Journals;
using Device.Storage;
using Spectre.Console;

namespace Device.Cli.Doctor;

/// <summary><c>devicectl doctor</c>.</summary>
internal static class DoctorVerb
{
    private const string DefaultFont = "/usr/share/device/fonts/NotoSansHans-Regular.otf";

    internal static Verb Create(SharedOptions shared)
    {
        var json = SharedOptions.Json();
        var board = new Option<string>("--board") { Description = "The board profile that the machine runs with.", HelpName = "NAME|FILE", DefaultValueFactory = _ => "simulated" };
        var font = new Option<string>("--font") { Description = "The text font.", HelpName = "FILE", DefaultValueFactory = _ => DefaultFont };
        var verb = new Verb("doctor", "The one page that says what is wrong with this machine and what to do. Fails when something is broken.", "devicectl doctor --data /var/lib/device")
        {
            board, font, json, PenVerb.Create(shared),
        };
        verb.Does(async (parsed, cancellationToken) =>
        {
            var findings = await new Examination(
                parsed.GetRequiredValue(shared.Data), parsed.GetRequiredValue(board), parsed.GetRequiredValue(font), Keys(parsed, shared), TimeProvider.System).RunAsync(cancellationToken);
            var output = parsed.InvocationConfiguration.Output;
            if (parsed.GetValue(json))
            {
                await output.WriteLineAsync(JsonText.Of(findings));
            }
            else
            {
                var table = new Table().AddColumns("what", "state", "found", "what to do");
                foreach (var finding in findings)
                {
                    table.AddRow(finding.What, finding.State, Markup.Escape(finding.Detail), Markup.Escape(finding.Remedy));
                }

                ErrorConsole.On(output).Write(table);
            }

            return findings.Any(f => f.State == "failed") ? ExitCode.Failed : ExitCode.Ok;
        });
        return verb;
    }

    private static KeyRing Keys(ParseResult parsed, SharedOptions shared) => JournalFolders.Keys(parsed, shared);
}
