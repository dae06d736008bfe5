using System.CommandLine;
using System.Globalization;

namespace Device.Cli.Ink;

/// <summary><c>devicectl ink eval</c>.</summary>
internal static class EvalVerb
{
    private const int MostConfusions = 1_000;

    internal static Verb Create(SharedOptions shared)
    {
        var file = new Argument<string>("FILE") { Description = "Labelled ink, Ink-JSONL or InkML." };
        var html = new Option<FileInfo?>("--html") { Description = "Write a page with the samples that were read worst, drawn.", HelpName = "REPORT.html" };
        var detail = new Option<bool>("--detail") { Description = "Figures by writer and by character, with 95 % intervals." };
        var confusions = new Option<int>("--confusions")
        {
            Description = $"The N most frequent confusions of single characters, up to {MostConfusions}.",
            HelpName = "N",
        };
        confusions.Validators.Add(r =>
        {
            if (r.Tokens.Count == 1 && int.TryParse(r.Tokens[0].Value, CultureInfo.InvariantCulture, out var n) && n is < 1 or > MostConfusions)
            {
                r.AddError($"--confusions: {n}, expected 1 to {MostConfusions}");
            }
        });
        var (script, json, model, language) = (SharedOptions.Script(), SharedOptions.Json(), SharedOptions.Model(), SharedOptions.NoLanguage());
        var verb = new Verb(
            "eval",
            "Measures the recogniser on labelled ink and prints the figures as JSON. Letters are compared without case, marks without width, signs of one shape as one; "
            + "mathematics and samples without a label are left out.",
            "devicectl ink eval samples.jsonl --script han --confusions 20 --html worst.html")
        {
            file, script, json, html, detail, confusions, model, language,
        };
        verb.Does(async (parsed, cancellationToken) =>
        {
            var configuration = parsed.InvocationConfiguration;
            var bundle = HandwritingModel.Open(parsed, model, shared);
            using var recognizer = HandwritingModel.Load(bundle, !parsed.GetValue(language));
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

            await PrintAsync(parsed.GetValue(detail), parsed.GetValue(confusions), parsed.GetValue(json), evaluation, figures, configuration);
            return ExitCode.Ok;
        });
        return verb;
    }

    private static async Task PrintAsync(
        bool isDetailed, int confusions, bool json, InkEvaluation evaluation, EvalFigures figures, InvocationConfiguration configuration)
    {
        var detail = new EvalDetail(
            figures,
            isDetailed ? evaluation.ByWriter() : [],
            isDetailed ? evaluation.ByCharacter() : [],
            isDetailed ? evaluation.Trust() : [],
            evaluation.Confusions(confusions));
        var isMore = isDetailed || confusions > 0;
        await configuration.Output.WriteLineAsync(isMore && json ? JsonText.Of(detail) : JsonText.Of(figures));
        if (isMore && !json)
        {
            EvalTables.Write(ErrorConsole.On(configuration.Error), detail);
        }
    }
}
