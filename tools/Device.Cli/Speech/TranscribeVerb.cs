using System.CommandLine;
using Device.Core.Speech;
using Device.Recognition.Voice;

namespace Device.Cli.Speech;

/// <summary><c>devicectl speech transcribe</c>.</summary>
internal static class TranscribeVerb
{
    internal static Verb Create(SharedOptions shared)
    {
        var files = new Argument<string[]>("FILE") { Description = "Sound files: WAV, FLAC, Ogg, MP3 and what ffmpeg reads.", Arity = ArgumentArity.OneOrMore };
        var format = new Option<string>("--format") { Description = "How the text is printed.", DefaultValueFactory = _ => "text" };
        format.AcceptOnlyFromAmong(TranscriptText.Formats);
        var language = new Option<string>("--language") { Description = "zh: Mandarin words; en: English digits, one to a pause.", DefaultValueFactory = _ => "zh" };
        language.AcceptOnlyFromAmong("zh", "en");
        var verb = new Verb("transcribe", "Prints what is said in sound files, with its times.", "devicectl speech transcribe lesson.wav --format srt")
        {
            files, format, language,
        };
        verb.Does(async (parsed, cancellationToken) =>
        {
            using var models = new SpeechModels(parsed, shared);
            ISpeechRecognizer recognizer = parsed.GetRequiredValue(language) == "zh" ? models.MandarinRecognizer : models.DigitRecognizer;
            var detector = VoiceDetectors.Open(null, out var problem);
            using var owned = detector as IDisposable;
            var error = parsed.InvocationConfiguration.Error;
            if (problem is not null)
            {
                await error.WriteLineAsync($"speech is told from silence by its loudness: {problem}");
            }

            var lines = new List<TranscriptLine>();
            await ErrorConsole.WithProgressAsync(error, "segments", async progress =>
            {
                foreach (var file in parsed.GetRequiredValue(files))
                {
                    var samples = await SpeechClip.ReadAsync(file, cancellationToken);
                    foreach (var segment in FileSegments.Of(samples, detector))
                    {
                        cancellationToken.ThrowIfCancellationRequested();
                        if (Line(file, segment, recognizer) is { } line)
                        {
                            lines.Add(line);
                            progress(lines.Count);
                        }
                    }
                }
            });
            await parsed.InvocationConfiguration.Output.WriteAsync(TranscriptText.Of(lines, parsed.GetRequiredValue(format)));
            return ExitCode.Ok;
        });
        return verb;
    }

    private static TranscriptLine? Line(string file, SpeechSegment segment, ISpeechRecognizer recognizer)
    {
        var heard = recognizer.Recognize(segment.Samples.Span);
        if (heard.Text.Length == 0)
        {
            return null;
        }

        double Seconds(int sample) => Math.Round(segment.TimeOf(sample).TotalSeconds, 3);
        return new TranscriptLine(
            file, Seconds(0), Seconds(segment.Samples.Length), heard.Text, Math.Round(heard.Probability, 4),
            [.. heard.Words.Select(w => new TranscriptWord(w.Text, Seconds(w.Start), Seconds(w.End), Math.Round(w.Probability, 4)))]);
    }
}
