using System.CommandLine;
using System.Globalization;
using Device.Recognition.Speech.Reading;

namespace Device.Cli.Speech;

/// <summary><c>devicectl speech assess</c>.</summary>
internal static class AssessVerb
{
    internal static Verb Create(SharedOptions shared)
    {
        var file = new Argument<string>("FILE") { Description = "A sound file in which the text is read aloud." };
        var text = new Option<string>("--text") { Description = "What was to be read: Han characters of the lexicon, or pinyin with tone numbers.", HelpName = "TEXT", Required = true };
        var json = SharedOptions.Json();
        var verb = new Verb("assess", "Scores each syllable and tone of a text that is read aloud, 0 to 100.", "devicectl speech assess me.wav --text 'ni3 hao3'") { file, text, json };
        verb.Does(async (parsed, cancellationToken) =>
        {
            using var models = new SpeechModels(parsed, shared);
            var recognizer = models.MandarinRecognizer;
            var wanted = ReadingText.Parse(parsed.GetRequiredValue(text), recognizer.Lexicon, recognizer.Syllables, out var unknown)
                ?? throw new CliException($"--text: '{unknown}' is neither a word of the lexicon nor pinyin with a tone's number");
            var samples = await SpeechClip.ReadAsync(parsed.GetRequiredValue(file), cancellationToken);
            var assessed = recognizer.Assessor.Assess(samples, wanted.AsSpan()) ?? throw new CliException($"{parsed.GetValue(file)}: too short for {wanted.Length} syllables");
            var output = parsed.InvocationConfiguration.Output;
            var lines = assessed.Syllables.Select(s => new AssessedSyllable(
                s.Syllable, s.Tone, Seconds(s.Start), Seconds(s.End), Math.Round(s.Sound, 1), Math.Round(s.ToneScore, 1), s.HeardTone, s.IsMissing)).ToArray();
            if (parsed.GetValue(json))
            {
                await output.WriteLineAsync(JsonText.Of(lines));
                return ExitCode.Ok;
            }

            foreach (var line in lines)
            {
                await output.WriteLineAsync(string.Create(
                    CultureInfo.InvariantCulture, $"{line.Syllable + line.Tone,-8} sound {line.Sound,5:0.0}  tone {line.ToneScore,5:0.0}{(line.Missing ? "  missing" : line.HeardTone == line.Tone ? "" : $"  heard as tone {line.HeardTone}")}"));
            }

            return ExitCode.Ok;
        });
        return verb;
    }

    private static double Seconds(int sample) => Math.Round(sample / 16_000.0, 3);
}
