using System.CommandLine;
using System.Globalization;
using Device.Core.Speech;

namespace Device.Cli.Speech;

/// <summary><c>devicectl speech record FILE</c>.</summary>
internal static class RecordVerb
{
    internal static Verb Create()
    {
        var file = new Argument<FileInfo>("FILE") { Description = "The sound file to write: .wav, .ogg or .opus." };
        file.Validators.Add(r =>
        {
            if (r.Tokens.Count == 1 && !SoundFileWriter.CanWrite(r.Tokens[0].Value))
            {
                r.AddError($"FILE: '{r.Tokens[0].Value}' found, a name that ends with .wav, .ogg or .opus expected");
            }
        });
        var seconds = Seconds();
        var source = new SoundSource();
        var verb = new Verb("record", "Records the microphone into a file until Ctrl-C.", "devicectl speech record meeting.ogg --device default") { file, seconds };
        source.AddTo(verb);
        verb.Does(async (parsed, cancellationToken) =>
        {
            var microphone = source.Open(parsed);
            using var closing = microphone as IDisposable;
            await using var writer = await SoundFileWriter.CreateAsync(parsed.GetRequiredValue(file).FullName, cancellationToken);
            var level = new LevelLine(parsed.InvocationConfiguration.Error);
            var most = parsed.GetValue(seconds) is { } limit ? (long)(limit * AudioFrame.SampleRate) : long.MaxValue;
            try
            {
                while (writer.Samples < most && await microphone.ReadAsync(cancellationToken) is { } frame)
                {
                    // What was lost is time.
                    await writer.SilenceAsync(Math.Min(most, frame.Position) - writer.Samples, CancellationToken.None);
                    await writer.WriteAsync(frame.Samples[..(int)Math.Min(frame.Samples.Length, most - writer.Samples)], CancellationToken.None);
                    level.Show(frame, "");
                }
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                // Ctrl-C is how a recording ends.
            }

            await writer.FinishAsync();
            level.End();
            var counters = microphone.Counters;
            await parsed.InvocationConfiguration.Error.WriteLineAsync(string.Create(
                CultureInfo.InvariantCulture,
                $"{writer.Samples / (double)AudioFrame.SampleRate:F1} s in {parsed.GetRequiredValue(file).FullName}; {counters.LostSamples * 1_000 / AudioFrame.SampleRate} ms lost, {counters.Overruns} overruns"));
            return writer.Samples > 0 ? ExitCode.Ok : ExitCode.Failed;
        });
        return verb;
    }

    internal static Option<double?> Seconds()
    {
        var seconds = new Option<double?>("--seconds") { Description = "Ends after so many seconds of sound, above 0.", HelpName = "N" };
        seconds.Validators.Add(r =>
        {
            if (r.Tokens.Count == 1 && double.TryParse(r.Tokens[0].Value, CultureInfo.InvariantCulture, out var value) && !(value > 0))
            {
                r.AddError($"--seconds: {value}, above 0 expected");
            }
        });
        return seconds;
    }
}
