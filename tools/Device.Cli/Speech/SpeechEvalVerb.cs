using System.CommandLine;
using System.Text.Json;

namespace Device.Cli.Speech;

/// <summary><c>devicectl speech eval</c>.</summary>
internal static class SpeechEvalVerb
{
    private const string Manifest = "manifest.jsonl";

    internal static Verb Create(SharedOptions shared)
    {
        var folder = new Argument<DirectoryInfo>("DIR") { Description = $"A folder with {Manifest} and the sounds that it names." };
        var speaker = new Option<string?>("--speaker") { Description = "Only what this speaker says.", HelpName = "NAME" };
        var limit = new Option<int?>("--limit") { Description = "At most so many samples, spread evenly over the folder's.", HelpName = "N" };
        var json = SharedOptions.Json();
        var verb = new Verb(
            "eval",
            "Measures the recognisers on labelled recordings and prints the figures as JSON: digits (en), words and single syllables (zh). Other samples are left out.",
            "devicectl speech eval ../shared/data/speech --limit 500")
        {
            folder, speaker, limit, json,
        };
        verb.Does(async (parsed, cancellationToken) =>
        {
            using var models = new SpeechModels(parsed, shared);
            var evaluation = new SpeechEvaluation(models, TimeProvider.System);
            var root = parsed.GetRequiredValue(folder).FullName;
            var samples = Read(Path.Combine(root, Manifest)).Where(s => parsed.GetValue(speaker) is not { } name || s.Speaker == name).ToArray();
            if (parsed.GetValue(limit) is > 0 and var most && most < samples.Length)
            {
                samples = [.. Enumerable.Range(0, most).Select(i => samples[(int)((long)i * samples.Length / most)])];
            }

            var error = parsed.InvocationConfiguration.Error;
            await ErrorConsole.WithProgressAsync(error, $"samples of {samples.Length}", async progress =>
            {
                foreach (var sample in samples)
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    if (!evaluation.Knows(sample))
                    {
                        evaluation.LeaveOut();
                        continue;
                    }

                    evaluation.Add(sample, await SpeechClip.ReadAsync(Path.Combine(root, sample.Audio!), cancellationToken));
                    progress(evaluation.Samples);
                }
            });
            if (evaluation.LeftOut > 0)
            {
                await error.WriteLineAsync($"{evaluation.LeftOut} samples that no model hears are left out");
            }

            if (evaluation.Samples == 0)
            {
                throw new CliException($"{root}: no sample of kind digit (en), word (zh) or pinyin (zh)");
            }

            await parsed.InvocationConfiguration.Output.WriteLineAsync(JsonText.Of(evaluation.Figures()));
            return ExitCode.Ok;
        });
        return verb;
    }

    private static IEnumerable<SpeechSample> Read(string file)
    {
        if (!File.Exists(file))
        {
            throw new CliException($"{file}: no such file, expected a line of JSON for each sound");
        }

        var number = 0;
        foreach (var line in File.ReadLines(file))
        {
            number++;
            if (line.Length > 0)
            {
                yield return Parse(line) is { Audio: not null, Text.Length: > 0, Kind: not null } sample
                    ? sample
                    : throw new CliException($"{file}: line {number}: expected {{\"audio\",\"text\",\"lang\",\"kind\",\"speaker\"}}");
            }
        }
    }

    private static SpeechSample? Parse(string line)
    {
        try
        {
            return JsonSerializer.Deserialize(line, CliJson.Default.SpeechSample);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
