using System.CommandLine;
using System.Globalization;
using Device.Recognition.Speech.Phrases;

namespace Device.Cli.Speech;

/// <summary><c>devicectl speech enroll</c>.</summary>
internal static class EnrollVerb
{
    private const string Statistics = "phrases";

    internal static Verb Create(SharedOptions shared)
    {
        var name = new Argument<string>("NAME") { Description = "What the phrase is called." };
        var takes = new Argument<string[]>("TAKE") { Description = "Sound files in which one person says the phrase once each, three or more.", Arity = ArgumentArity.OneOrMore };
        var test = new Option<string[]>("--test") { Description = "Sound files to compare with the phrase afterwards.", HelpName = "FILE", AllowMultipleArgumentsPerToken = true };
        var json = SharedOptions.Json();
        var verb = new Verb(
            "enroll", "Makes a phrase of one's own that wakes the machine, from three takes, and stores it in DATA/phrases.",
            "devicectl speech enroll 'hello desk' one.wav two.wav three.wav")
        {
            name, takes, test, json,
        };
        verb.Does(async (parsed, cancellationToken) =>
        {
            using var models = new SpeechModels(parsed, shared);
            var enrolment = new PhraseEnrolment(models.SpeechEmbedding, new EmbeddingScale(models.Open(Statistics)));
            var sounds = new List<float[]>();
            foreach (var file in parsed.GetRequiredValue(takes))
            {
                sounds.Add(await SpeechClip.ReadAsync(file, cancellationToken));
            }

            var phrase = enrolment.Enrol(parsed.GetRequiredValue(name), sounds);
            var path = await StoreAsync(phrase, parsed.GetRequiredValue(shared.Data), cancellationToken);
            var compared = new List<PhraseTest>();
            foreach (var file in parsed.GetValue(test) ?? [])
            {
                var likeness = enrolment.Likeness(phrase, await SpeechClip.ReadAsync(file, cancellationToken));
                compared.Add(new PhraseTest(file, Math.Round(likeness, 4), likeness >= phrase.Threshold));
            }

            await PrintAsync(parsed.GetValue(json), new PhraseLine(phrase.Name, path, sounds.Count, Math.Round(phrase.Threshold, 4), [.. compared]), parsed.InvocationConfiguration.Output);
            return ExitCode.Ok;
        });
        return verb;
    }

    private static async Task PrintAsync(bool json, PhraseLine line, TextWriter output)
    {
        if (json)
        {
            await output.WriteLineAsync(JsonText.Of(line));
            return;
        }

        await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"'{line.Name}' from {line.Takes} takes, threshold {line.Threshold:0.00}: {line.Path}"));
        foreach (var test in line.Tests)
        {
            await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{test.Likeness:0.00}  {(test.Said ? "said    " : "not said")}  {test.File}"));
        }
    }

    /// <summary>Written beside and renamed, so that a phrase is there whole or not at all.</summary>
    private static async Task<string> StoreAsync(EnrolledPhrase phrase, DirectoryInfo data, CancellationToken cancellationToken)
    {
        if (phrase.Name.Any(c => !char.IsLetterOrDigit(c) && c is not (' ' or '-' or '_')))
        {
            throw new CliException($"NAME: '{phrase.Name}', letters, digits, spaces, '-' and '_' expected");
        }

        var folder = Directory.CreateDirectory(Path.Combine(data.FullName, "phrases")).FullName;
        var path = Path.Combine(folder, $"{phrase.Name.Replace(' ', '-')}.json");
        await File.WriteAllBytesAsync(path + ".new", PhraseFile.Write(phrase), cancellationToken);
        File.Move(path + ".new", path, overwrite: true);
        return path;
    }
}
