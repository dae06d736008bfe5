using System.Collections.Immutable;
using System.CommandLine;
using System.Text;
using Device.Core.Speech;
using Device.Recognition.Voice;

namespace Device.Cli.Speech;

/// <summary><c>devicectl speech transcribe</c>.</summary>
internal static class TranscribeVerb
{
    internal static Verb Create(SharedOptions shared)
    {
        var files = new Argument<string[]>("FILE") { Description = "Sound files: WAV, FLAC, Ogg, MP3 and what ffmpeg reads.", Arity = ArgumentArity.OneOrMore };
        var format = new Option<string>("--format") { Description = "How the text is printed; json is one transcript a line.", DefaultValueFactory = _ => "text" };
        format.AcceptOnlyFromAmong("text", "json", "srt", "vtt");
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

            foreach (var file in parsed.GetRequiredValue(files))
            {
                var samples = await SpeechClip.ReadAsync(file, cancellationToken);
                var lines = ImmutableArray.CreateBuilder<TranscriptLine>();
                await ErrorConsole.WithProgressAsync(error, $"{file}, stretches of speech", progress =>
                {
                    foreach (var segment in FileSegments.Of(samples, detector))
                    {
                        cancellationToken.ThrowIfCancellationRequested();
                        if (recognizer.Recognize(segment.Samples.Span) is { Text.Length: > 0 } heard)
                        {
                            lines.Add(TranscriptLine.Of(segment, heard));
                            progress(lines.Count);
                        }
                    }

                    return Task.CompletedTask;
                });
                var transcript = new Transcript(recognizer.Model, recognizer.Language, lines.ToImmutable());
                await parsed.InvocationConfiguration.Output.WriteAsync(Text(transcript, parsed.GetRequiredValue(format)));
            }

            return ExitCode.Ok;
        });
        return verb;
    }

    /// <summary>A transcript as it is printed; as text with the time of each stretch before it.</summary>
    internal static string Text(Transcript transcript, string format) => format switch
    {
        "json" => Encoding.UTF8.GetString(TranscriptJson.Write(transcript)) + "\n",
        "text" => string.Concat(transcript.Lines.Select(l => $"{TimeSpan.FromMilliseconds(l.Start):hh\\:mm\\:ss\\.fff}  {l.Text}\n")),
        _ => TranscriptText.Write(transcript, format, ""),
    };
}
