namespace Device.Storage;

/// <summary>
/// Writes a recording while it is made: every frame goes into the blob at once, which is synced after at most
/// <see cref="BlobOptions.SyncMilliseconds"/>. Lost frames are left out; their place stays empty. Allocates nothing per frame. Used by
/// one task at a time.
/// </summary>
public sealed class CaptureWriter : IAsyncDisposable
{
    private readonly BlobWriter _blob;
    private readonly byte[] _chunk = new byte[CaptureFormat.MostLength];

    private CaptureWriter(BlobWriter blob) => _blob = blob;

    /// <summary>The place after the last sample, lost ones counted.</summary>
    public long End { get; private set; }

    /// <summary>Samples that were written.</summary>
    public long Samples { get; private set; }

    /// <summary>Bytes that are on the medium for certain.</summary>
    public long DurableLength => _blob.DurableLength;

    /// <summary>Begins a recording.</summary>
    /// <param name="blobs">Where.</param>
    /// <param name="label">What it is for, to find it again after a power cut: at most 64 ASCII characters, not encrypted.</param>
    /// <param name="begun">When.</param>
    /// <param name="cancellationToken">Stops before it begins.</param>
    /// <returns>Takes frames.</returns>
    /// <exception cref="IOException">It cannot be made.</exception>
    public static async ValueTask<CaptureWriter> BeginAsync(BlobStore blobs, string label, DateTimeOffset begun, CancellationToken cancellationToken)
    {
        var blob = blobs.Begin(label);
        try
        {
            await blob.WriteAsync(CaptureFormat.Header(begun.ToUnixTimeMilliseconds()), cancellationToken);
        }
        catch
        {
            await blob.DisposeAsync();
            throw;
        }

        return new CaptureWriter(blob);
    }

    /// <summary>Adds a frame.</summary>
    /// <param name="position">The place of its first sample on the recording's time line, not before <see cref="End"/>.</param>
    /// <param name="samples">1 to 16,000 samples of 16 kHz.</param>
    /// <param name="cancellationToken">Stops before anything is taken.</param>
    /// <returns>Nothing.</returns>
    /// <exception cref="IOException">It could not be written or synced; nothing more will be.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The place is before the last one, or the frame of a wrong length.</exception>
    public ValueTask WriteAsync(long position, ReadOnlyMemory<short> samples, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(position, End);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(position, CaptureFormat.MostPosition);
        ArgumentOutOfRangeException.ThrowIfZero(samples.Length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(samples.Length, CaptureFormat.MostSamples);
        var length = CaptureFormat.Write(position, samples.Span, _chunk);
        var written = _blob.WriteAsync(_chunk.AsMemory(0, length), cancellationToken);
        End = position + samples.Length;
        Samples += samples.Length;
        return written;
    }

    /// <summary>Puts all of it on the medium now, as when the recording pauses.</summary>
    /// <exception cref="IOException">It could not be synced; nothing more will be.</exception>
    public void Sync() => _blob.SyncNow();

    /// <summary>Finishes it.</summary>
    /// <param name="cancellationToken">Stops before it begins.</param>
    /// <returns>The blob's name.</returns>
    /// <exception cref="IOException">It could not be finished; what is on the medium is finished at the next start.</exception>
    public ValueTask<BlobId> FinishAsync(CancellationToken cancellationToken) => _blob.FinishAsync(cancellationToken);

    /// <summary>Closes it; unfinished, it is finished at the next start.</summary>
    /// <returns>Nothing.</returns>
    public ValueTask DisposeAsync() => _blob.DisposeAsync();
}
