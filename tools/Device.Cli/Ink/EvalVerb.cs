using System.CommandLine;
using System.Globalization;
using Spectre.Console;

namespace Device.Cli.Ink;

/// <summary><c>devicectl ink eval</c>.</summary>
internal static class EvalVerb
{
    private const int DetailRows = 40;

    internal static Verb Create(SharedOptions shared)
    {
        var file = new Argument<string>("FILE") { Description = "Labelled ink, Ink-JSONL or InkML." };
        var html = new Option<FileInfo?>("--html") { Description = "Write a page with the samples that were read worst, drawn.", HelpName = "REPORT.html" };
        var detail = new Option<bool>("--detail") { Description = "Figures by writer and by character, with 95 % intervals." };
        var (script, json, model) = (SharedOptions.Script(), SharedOptions.Json(), SharedOptions.Model());
        var verb = new Verb(
            "eval",
            "Measures the recogniser on labelled ink and prints the figures as JSON. Letters are compared without case, marks without width, signs of one shape as one; "
            + "mathematics and samples without a label are left out.",
            "devicectl ink eval samples.jsonl --script han --html worst.html")
        {
            file, script, json, html, detail, model,
        };
        verb.Does(async (parsed, cancellationToken) =>
        {
            var configuration = parsed.InvocationConfiguration;
            var bundle = HandwritingModel.Open(parsed, model, shared);
            using var recognizer = HandwritingModel.Load(bundle);
            var evaluation = new InkEvaluation(recognizer, SharedOptions.ScriptOf(parsed.GetRequiredValue(script)), TimeProvider.System);
            await ErrorConsole.WithProgressAsync(configuration.Error, "samples", async progress =>
            {
                await foreach (var ink in InkSource.ReadAsync(parsed.GetRequiredValue(file), cancellationToken))
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    evaluation.Add(ink);
                    progress(evaluation.Samples.Count);
                }
            });
            if (evaluation.LeftOut > 0)
            {
                await configuration.Error.WriteLineAsync($"{evaluation.LeftOut} samples without a label or of mathematics are left out");
            }

            var figures = evaluation.Figures(HandwritingModel.NetworkBytes(bundle));
            if (figures.Samples == 0)
            {
                throw new CliException($"{parsed.GetValue(file)}: no labelled sample of kind char or line");
            }

            if (parsed.GetValue(html) is { } page)
            {
                await File.WriteAllTextAsync(page.FullName, EvalPage.Of(evaluation, figures, bundle.Manifest.Id), cancellationToken);
            }

            await PrintAsync(parsed.GetValue(detail), parsed.GetValue(json), evaluation, figures, configuration);
            return ExitCode.Ok;
        });
        return verb;
    }

    private static async Task PrintAsync(bool detail, bool json, InkEvaluation evaluation, EvalFigures figures, InvocationConfiguration configuration)
    {
        if (detail && json)
        {
            var all = new EvalDetail(figures, evaluation.ByWriter(), evaluation.ByCharacter());
            await configuration.Output.WriteLineAsync(JsonText.Of(all));
            return;
        }

        await configuration.Output.WriteLineAsync(JsonText.Of(figures));
        if (detail)
        {
            var console = ErrorConsole.On(configuration.Error);
            console.Write(Table("writer", evaluation.ByWriter()));
            console.Write(Table("character", evaluation.ByCharacter()));
        }
    }

    private static Table Table(string of, EvalRow[] rows)
    {
        var table = new Table().AddColumns(of, "samples", "top1", "95 %", "lines", "CER");
        foreach (var row in rows.Take(DetailRows))
        {
            table.AddRow(
                Markup.Escape(row.Name), $"{row.Samples}", Share(row.Top1), row.Low is null ? "" : $"{Share(row.Low)} .. {Share(row.High)}", $"{row.Lines}", Share(row.Cer));
        }

        return rows.Length > DetailRows ? table.Caption($"the first {DetailRows} of {rows.Length}; all of them with --json") : table;
    }

    private static string Share(double? share) => share?.ToString("0.000", CultureInfo.InvariantCulture) ?? "";
}
