using System.CommandLine;
using System.Globalization;

namespace Device.Cli.Ink;

/// <summary><c>devicectl ink recognize</c>.</summary>
internal static class RecognizeVerb
{
    private const int MostCandidates = 100;

    internal static Verb Create(SharedOptions shared)
    {
        var files = new Argument<string[]>("FILE") { Description = "InkML or Ink-JSONL files.", Arity = ArgumentArity.OneOrMore };
        var candidates = new Option<int>("--candidates")
        {
            Description = $"How many readings of each character to print, 1 to {MostCandidates}.",
            HelpName = "N",
            DefaultValueFactory = _ => 1,
        };
        candidates.Validators.Add(r =>
        {
            if (r.Tokens.Count == 1 && int.TryParse(r.Tokens[0].Value, CultureInfo.InvariantCulture, out var n) && n is < 1 or > MostCandidates)
            {
                r.AddError($"--candidates: {n}, expected 1 to {MostCandidates}");
            }
        });
        var (script, json, model, language) = (SharedOptions.Script(), SharedOptions.Json(), SharedOptions.Model(), SharedOptions.NoLanguage());
        var verb = new Verb("recognize", "Prints the text of ink.", "devicectl ink recognize --candidates 5 note.inkml")
        {
            files, candidates, script, json, model, language,
        };
        verb.Does(async (parsed, cancellationToken) =>
        {
            using var recognizer = HandwritingModel.Load(HandwritingModel.Open(parsed, model, shared), !parsed.GetValue(language));
            var reading = new SampleReading(recognizer, SharedOptions.ScriptOf(parsed.GetRequiredValue(script)), parsed.GetValue(candidates));
            var output = parsed.InvocationConfiguration.Output;
            var read = new List<ReadSample>();
            foreach (var file in parsed.GetRequiredValue(files))
            {
                var index = 0;
                await foreach (var ink in InkSource.ReadAsync(file, cancellationToken))
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    var sample = reading.Read(file, index++, ink);
                    if (parsed.GetValue(json))
                    {
                        read.Add(sample);
                    }
                    else
                    {
                        await PrintAsync(sample, parsed.GetValue(candidates), output);
                    }
                }
            }

            if (parsed.GetValue(json))
            {
                await output.WriteLineAsync(JsonText.Of(read.ToArray()));
            }

            return ExitCode.Ok;
        });
        return verb;
    }

    /// <summary>The text alone for one candidate; with more, a line for each character under it.</summary>
    private static async Task PrintAsync(ReadSample sample, int candidates, TextWriter output)
    {
        await output.WriteLineAsync(sample.Text);
        if (candidates == 1)
        {
            return;
        }

        var rows = sample.Characters.Length > 0 ? sample.Characters.Select(c => c.Candidates!) : [sample.Candidates];
        foreach (var row in rows)
        {
            await output.WriteLineAsync("  " + string.Join("  ", row.Select(c => string.Create(CultureInfo.InvariantCulture, $"{c.Text} {c.Probability:0.000}"))));
        }
    }
}
