using System.Runtime.CompilerServices;

namespace Spark.Gateway.Transcription.Wire;

/// <summary>Cuts audio into the pieces that the service takes, no faster than it takes them.</summary>
internal static class AudioPieces
{
    /// <summary>40 ms of 16-bit samples at 16 kHz.</summary>
    public const int Bytes = 1280;

    /// <summary>Cuts and paces.</summary>
    /// <param name="audio">Pieces of any length.</param>
    /// <param name="gap">Least time between two pieces.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>Pieces of <see cref="Bytes"/>, the last one shorter; each valid until the next is asked for.</returns>
    public static async IAsyncEnumerable<ReadOnlyMemory<byte>> CutAsync(
        IAsyncEnumerable<ReadOnlyMemory<byte>> audio, TimeSpan gap, TimeProvider time, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var (piece, used) = (new byte[Bytes], 0);
        var due = time.GetTimestamp();
        await foreach (var part in audio.WithCancellation(cancellationToken))
        {
            for (var at = 0; at < part.Length;)
            {
                var length = Math.Min(Bytes - used, part.Length - at);
                part.Slice(at, length).CopyTo(piece.AsMemory(used));
                (at, used) = (at + length, used + length);
                if (used == Bytes)
                {
                    due = await WaitAsync(due, gap, time, cancellationToken);
                    yield return piece;
                    used = 0;
                }
            }
        }

        if (used > 0)
        {
            await WaitAsync(due, gap, time, cancellationToken);
            yield return piece.AsMemory(0, used);
        }
    }

    /// <returns>When the next one is due: audio that came late does not let later pieces run ahead.</returns>
    private static async ValueTask<long> WaitAsync(long due, TimeSpan gap, TimeProvider time, CancellationToken cancellationToken)
    {
        var now = time.GetTimestamp();
        var wait = now < due ? time.GetElapsedTime(now, due) : TimeSpan.Zero;
        if (wait > TimeSpan.Zero)
        {
            await Task.Delay(wait, time, cancellationToken);
        }

        return Math.Max(now, due) + (long)(gap.TotalSeconds * time.TimestampFrequency);
    }
}
