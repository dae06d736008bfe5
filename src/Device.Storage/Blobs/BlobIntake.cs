namespace Device.Storage;

/// <summary>
/// Takes in a blob whose name is known, piece by piece and from another machine. What is there after a stop is there for the next
/// intake of the same name; the blob has its place only once its content is what the name says. Used by one task at a time.
/// </summary>
public sealed class BlobIntake : IAsyncDisposable
{
    private readonly BlobWriter _writer;
    private readonly Action _discard;

    internal BlobIntake(BlobId id, BlobWriter writer, Action discard) => (Id, _writer, _discard) = (id, writer, discard);

    /// <summary>The blob's name.</summary>
    public BlobId Id { get; }

    /// <summary>Bytes taken so far, those of earlier intakes included: the next byte is this one.</summary>
    public long Length => _writer.Length;

    /// <summary>Adds to it; on the medium after at most <see cref="BlobOptions.SyncMilliseconds"/>.</summary>
    /// <param name="bytes">What comes next.</param>
    /// <param name="ct">Stops before anything is taken.</param>
    /// <returns>Nothing.</returns>
    /// <exception cref="StorageFullException">There is no room.</exception>
    /// <exception cref="IOException">It could not be written; dispose it and open another.</exception>
    /// <exception cref="ArgumentException">It would become longer than <see cref="BlobOptions.BlobBytes"/>.</exception>
    public ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken ct) => _writer.WriteAsync(bytes, ct);

    /// <summary>Finishes it: in its place on return, or gone.</summary>
    /// <param name="ct">Stops before it begins.</param>
    /// <returns>Whether the content was what the name says; else all of it was deleted.</returns>
    /// <exception cref="IOException">It could not be finished; dispose it and open another.</exception>
    public async ValueTask<bool> FinishAsync(CancellationToken ct)
    {
        if (await _writer.TryFinishAsync(Id, ct))
        {
            return true;
        }

        await _writer.DisposeAsync();
        _discard();
        return false;
    }

    /// <summary>Closes it. What was not finished stays for the next intake.</summary>
    /// <returns>Nothing.</returns>
    public ValueTask DisposeAsync() => _writer.DisposeAsync();
}
