using Device.Core.Speech;
using Device.Storage;

namespace Device.Cli.Speech;

/// <summary>A short sound file, whole in memory.</summary>
internal static class SpeechClip
{
    /// <summary>The longest file that is read whole.</summary>
    internal const int MostSeconds = 3_600;

    private const float Scale = 1 / 32_768f;

    /// <summary>Reads a file as 16 kHz, one channel, -1 to 1.</summary>
    /// <exception cref="IOException">It is no sound, or longer; the message says which.</exception>
    internal static async Task<float[]> ReadAsync(string path, CancellationToken cancellationToken)
    {
        var samples = new List<float>();
        await foreach (var block in SoundFile.ReadAsync(path, cancellationToken))
        {
            if (samples.Count + block.Length > MostSeconds * AudioFrame.SampleRate)
            {
                throw new IOException($"sound file '{path}' is longer than {MostSeconds} s");
            }

            foreach (var sample in block.Span)
            {
                samples.Add(sample * Scale);
            }
        }

        return [.. samples];
    }
}
