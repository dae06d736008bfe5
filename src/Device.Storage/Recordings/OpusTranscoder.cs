using Device.Core.Speech;

namespace Device.Storage;

/// <summary>Makes a capture into Opus, and proves that the two sound alike before anybody drops the capture. Holds a second of sound at a time.</summary>
public static class OpusTranscoder
{
    private const double MostDifference = 6;
    private const double QuietBelow = -50;

    /// <summary>Makes it.</summary>
    /// <param name="capture">The capture's content; lost sound becomes silence of its length.</param>
    /// <param name="source">Its name, for errors and as the stream's number.</param>
    /// <param name="blobs">Where it goes.</param>
    /// <param name="label">What the blob is for: at most 64 ASCII characters.</param>
    /// <param name="cancellationToken">Stops; nothing is left.</param>
    /// <returns>The blob and how many samples it holds.</returns>
    /// <exception cref="RecordingFormatException">The capture is not one.</exception>
    /// <exception cref="IOException">It could not be read or written, or libopus is missing.</exception>
    public static async Task<(BlobId Blob, long Samples)> MakeAsync(Stream capture, string source, BlobStore blobs, string label, CancellationToken cancellationToken)
    {
        var reader = new CaptureReader(capture, source);
        await using var blob = blobs.Begin(label);
        using var opus = await OpusWriter.BeginAsync(blob.WriteAsync, SerialOf(source), cancellationToken);
        var silence = new short[AudioFrame.SampleRate];
        while (reader.Read(out var position, out var samples))
        {
            while (opus.Samples < position)
            {
                await opus.WriteAsync(silence.AsMemory(0, (int)Math.Min(silence.Length, position - opus.Samples)), cancellationToken);
            }

            await opus.WriteAsync(samples, cancellationToken);
            cancellationToken.ThrowIfCancellationRequested();
        }

        await opus.FinishAsync(cancellationToken);
        return (await blob.FinishAsync(cancellationToken), opus.Samples);
    }

    /// <summary>Compares length and, second by second, loudness.</summary>
    /// <param name="capture">The capture's content.</param>
    /// <param name="opus">What it was made into.</param>
    /// <param name="source">Its name, for errors.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <returns>What differs; null when nothing does.</returns>
    /// <exception cref="IOException">One cannot be read.</exception>
    public static string? Differs(Stream capture, Stream opus, string source, CancellationToken cancellationToken)
    {
        OpusReader decoded;
        try
        {
            decoded = new OpusReader(opus, source);
        }
        catch (RecordingFormatException e)
        {
            return e.Message;
        }

        using (decoded)
        {
            var reader = new CaptureReader(capture, source);
            var (expected, found) = (new short[AudioFrame.SampleRate], new short[AudioFrame.SampleRate]);
            var (second, filled) = (0L, 0L);
            while (reader.Read(out var position, out var samples))
            {
                cancellationToken.ThrowIfCancellationRequested();
                for (var i = 0; i < samples.Length; i++)
                {
                    for (; (position + i) / AudioFrame.SampleRate > second; second++)
                    {
                        if (Compare(decoded, expected, found, second) is { } problem)
                        {
                            return problem;
                        }

                        Array.Clear(expected);
                    }

                    expected[(position + i) % AudioFrame.SampleRate] = samples.Span[i];
                }

                filled = position + samples.Length;
            }

            return decoded.Samples == filled ? Compare(decoded, expected, found, second) : $"{decoded.Samples} samples, {filled} expected";
        }
    }

    private static string? Compare(OpusReader decoded, short[] expected, short[] found, long second)
    {
        Array.Clear(found);
        int read;
        try
        {
            read = decoded.Read(found);
        }
        catch (RecordingFormatException e)
        {
            return e.Message;
        }

        var (wanted, got) = (AudioLevel.Of(expected).Rms, AudioLevel.Of(found).Rms);
        return read > 0 && wanted > QuietBelow && Math.Abs(wanted - got) > MostDifference
            ? string.Create(System.Globalization.CultureInfo.InvariantCulture, $"second {second}: {got:F1} dBFS, {wanted:F1} expected")
            : null;
    }

    private static uint SerialOf(string source) => Crc32C.Of(System.Text.Encoding.UTF8.GetBytes(source));
}
