using System.Security.Cryptography;

namespace Device.Storage;

/// <summary>
/// Takes a recording as it comes. What was handed in is on the medium after at most <see cref="BlobOptions.SyncMilliseconds"/>
/// of it; after a power cut the store finishes it with what is there. Used by one task at a time.
/// </summary>
public sealed class BlobWriter : IAsyncDisposable
{
    private readonly BlobStore _store;
    private readonly IStorageFile _file;
    private readonly BlobChunks _chunks;
    private readonly TimeProvider _time;
    private readonly TimeSpan _syncAfter;
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly byte[] _data = new byte[BlobChunks.MaxData];
    private readonly byte[] _part = new byte[BlobChunks.MaxLength];
    private int _held;
    private uint _parts;
    private long _offset = BlobHeader.Length;
    private long _synced;
    private bool _finished;
    private Exception? _failure;

    internal BlobWriter(BlobStore store, IStorageFile file, string name, BlobHeader header, BlobChunks chunks, TimeProvider time, TimeSpan syncAfter)
    {
        (_store, _file, Name, Header, _chunks, _time, _syncAfter) = (store, file, name, header, chunks, time, syncAfter);
        _synced = time.GetTimestamp();
        file.Write(header.ToBytes(), 0);
    }

    /// <summary>Bytes taken so far.</summary>
    public long Length { get; private set; }

    /// <summary>Bytes that are on the medium for certain.</summary>
    public long DurableLength { get; private set; }

    /// <summary>Its file among the unfinished ones.</summary>
    internal string Name { get; }

    internal BlobHeader Header { get; }

    /// <summary>Adds to it.</summary>
    /// <param name="bytes">What comes next.</param>
    /// <param name="ct">Stops before anything is taken.</param>
    /// <returns>Nothing.</returns>
    /// <exception cref="StorageFullException">There is no room; finish it with what is there.</exception>
    /// <exception cref="IOException">It could not be written or synced, nor will anything more be: finish it with what is there.</exception>
    /// <exception cref="ArgumentException">It would become longer than <see cref="BlobOptions.BlobBytes"/>.</exception>
    public ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        ThrowIfDone();
        _store.Admit(Length + bytes.Length);
        for (var rest = bytes.Span; !rest.IsEmpty;)
        {
            var count = Math.Min(rest.Length, _data.Length - _held);
            rest[..count].CopyTo(_data.AsSpan(_held));
            _held += count;
            Length += count;
            rest = rest[count..];
            if (_held == _data.Length)
            {
                Guard(Flush);
            }
        }

        if (_time.GetElapsedTime(_synced) >= _syncAfter)
        {
            Guard(Sync);
        }

        return default;
    }

    /// <summary>Puts what was taken on the medium now, as before a pause.</summary>
    /// <exception cref="IOException">It could not be synced, nor will anything more be: finish it with what is there.</exception>
    public void SyncNow()
    {
        ThrowIfDone();
        Guard(Sync);
    }

    /// <summary>Finishes it; on the medium under its name on return.</summary>
    /// <param name="ct">Stops before it begins.</param>
    /// <returns>Its name.</returns>
    /// <exception cref="StorageFullException">There is no room for the last part; the store finishes it at the next start.</exception>
    /// <exception cref="IOException">It could not be finished; what is on the medium is finished at the next start.</exception>
    public ValueTask<BlobId> FinishAsync(CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        ThrowIfDone();
        Guard(Sync);
        var hash = _hash.GetCurrentHash();
        Guard(() =>
        {
            _chunks.WriteEnd(_parts, Length, hash, _part);
            _file.Write(_part.AsSpan(0, BlobChunks.EndLength), _offset);
            _file.Sync();
            _store.Keep(this, BlobId.OfHash(hash), _offset + BlobChunks.EndLength);
        });
        _finished = true;
        return new(BlobId.OfHash(hash));
    }

    /// <summary>Closes it. When it was not finished its file stays, and the store finishes it at the next start.</summary>
    /// <returns>Nothing.</returns>
    public ValueTask DisposeAsync()
    {
        _file.Dispose();
        _chunks.Dispose();
        _hash.Dispose();
        _store.Left(this);
        return default;
    }

    private void ThrowIfDone()
    {
        if (_failure is not null)
        {
            throw new IOException($"blob '{Name}' failed before: {_failure.Message}", _failure);
        }

        ObjectDisposedException.ThrowIf(_finished, this);
    }

    private void Guard(Action action)
    {
        try
        {
            action();
        }
        catch (IOException e)
        {
            // A failed sync is final: nothing that comes after it could be trusted.
            _failure = e;
            throw _store.Failed(e);
        }
    }

    private void Flush()
    {
        if (_held == 0)
        {
            return;
        }

        var length = _chunks.Write(_parts, _data.AsSpan(0, _held), _part);
        _file.Write(_part.AsSpan(0, length), _offset);
        _hash.AppendData(_data, 0, _held);
        _parts++;
        _offset += length;
        _held = 0;
    }

    private void Sync()
    {
        Flush();
        _file.Sync();
        (DurableLength, _synced) = (Length, _time.GetTimestamp());
    }
}
