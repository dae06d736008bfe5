using System.CommandLine;
using System.Globalization;
using Device.Core.Speech;
using Device.Recognition.Voice;
using Device.Storage;

namespace Device.Cli.Speech;

/// <summary><c>devicectl speech listen</c>: level and stretches of speech, live or of a file.</summary>
internal static class ListenVerb
{
    internal static Verb Create()
    {
        var json = SharedOptions.Json();
        var seconds = RecordVerb.Seconds();
        var file = new Option<FileInfo?>("--file") { Description = "Listen to a sound file instead, as fast as it can be read.", HelpName = "FILE" };
        var model = new Option<DirectoryInfo?>("--model") { Description = "The voice model bundle's folder. [default: the one beside this program]", HelpName = "DIR" };
        var source = new SoundSource();
        var verb = new Verb("listen", "Shows the level and every stretch of speech until Ctrl-C.", "devicectl speech listen --file meeting.mp3 --json") { json, seconds, file, model };
        source.AddTo(verb);
        verb.Does(async (parsed, cancellationToken) =>
        {
            var (output, error) = (parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error);
            var detector = VoiceDetectors.Open(parsed.GetValue(model)?.FullName, out var problem);
            using var closing = detector as IDisposable;
            if (problem is not null)
            {
                await error.WriteLineAsync($"{problem}; until then speech is told from silence by its loudness");
            }

            var level = new LevelLine(error);
            var microphone = parsed.GetValue(file) is { } path ? new FileMicrophone(SoundFile.ReadAsync(path.FullName, cancellationToken)) : source.Open(parsed);
            using var closingMicrophone = microphone as IDisposable;
            var last = parsed.GetValue(seconds) is { } most ? (long)(most * AudioFrame.SampleRate) : long.MaxValue;
            var until = new LimitedMicrophone(microphone, last);
            var count = 0;
            try
            {
                await foreach (var segment in SpeechSegments.ListenAsync(until, detector, null, (frame, segmenter) => level.Show(frame, segmenter.IsSpeech ? "speech" : ""), cancellationToken))
                {
                    count++;
                    var line = Line(segment);
                    await output.WriteLineAsync(parsed.GetValue(json)
                        ? JsonText.Of(line)
                        : string.Create(CultureInfo.InvariantCulture, $"{TimeSpan.FromSeconds(line.Start):hh\\:mm\\:ss\\.ff} to {TimeSpan.FromSeconds(line.End):hh\\:mm\\:ss\\.ff}  {line.End - line.Start,5:F1} s  {line.Level,4:F0} dBFS  {line.Reason}"));
                }
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                // Ctrl-C is how listening ends.
            }

            level.End();
            await error.WriteLineAsync($"{count} stretches of speech, heard by {detector.Name}");
            return ExitCode.Ok;
        });
        return verb;
    }

    private static SegmentLine Line(SpeechSegment segment)
    {
        var power = 1e-10;
        foreach (var sample in segment.Samples.Span)
        {
            power += (double)sample * sample / segment.Samples.Length;
        }

        return new SegmentLine(
            segment.Start.TotalSeconds, (segment.Start + segment.Duration).TotalSeconds, segment.Gaps.Sum(g => g.Length) / (double)AudioFrame.SampleRate,
            segment.End.ToString().ToLowerInvariant(), Math.Round(10 * Math.Log10(power), 1));
    }
}
