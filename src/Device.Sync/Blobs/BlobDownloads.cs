using Device.Core.Notebook;
using Device.Messages;
using Device.Storage;

namespace Device.Sync.Blobs;

/// <summary>
/// Fetches blobs from the gateway, one at a time: asks for the next part, takes what comes in order, and asks again for what does not
/// come. What is here after a stop is not asked for again. Knows no clock: times are handed in. Thread-safe; the intake itself belongs to
/// <see cref="BlobFlow"/>.
/// </summary>
/// <param name="limits">Bounds and waits.</param>
internal sealed class BlobDownloads(BlobLimits limits)
{
    private readonly Lock _gate = new();
    private readonly PendingBlobs _pending = new();
    private Download? _active;

    /// <summary>Blobs fetched and verified.</summary>
    public long Fetched { get; private set; }

    /// <summary>Reads the blobs that wait, under the lock.</summary>
    public T Read<T>(Func<PendingBlobs, BlobTransfer?, T> read)
    {
        lock (_gate)
        {
            return read(_pending, _active is { } a ? new BlobTransfer(a.Blob.Id.ToString(), a.Length, a.Received) : null);
        }
    }

    public void Add(BlobId id, long length, long position, FactId page)
    {
        lock (_gate)
        {
            _pending.Add(id, length, position, page);
        }
    }

    /// <summary>Forgets those of notes that are switched off.</summary>
    public void Forget(Func<PendingBlob, bool> isWanted)
    {
        lock (_gate)
        {
            foreach (var pending in _pending.All.Where(p => !isWanted(p)).ToList())
            {
                _pending.Remove(pending);
            }
        }
    }

    /// <summary>The blob to open an intake for; null when one is open, or none is due.</summary>
    public PendingBlob? ToOpen(TimeSpan now, Func<PendingBlob, bool> mayMove)
    {
        lock (_gate)
        {
            return _active is null ? _pending.FirstDue(now, mayMove) : null;
        }
    }

    /// <summary>Whether the open intake is to be closed: its note was switched off, it failed, or it must not move now.</summary>
    public bool IsToClose(Func<PendingBlob, bool> mayMove)
    {
        lock (_gate)
        {
            return _active is { } a && (a.IsGivenUp || _pending.Find(a.Blob.Id) != a.Blob || !mayMove(a.Blob));
        }
    }

    public void Opened(PendingBlob blob, long received)
    {
        lock (_gate)
        {
            _active = new Download(blob) { Received = received, Asked = received, Length = blob.Length };
        }
    }

    public void Closed()
    {
        lock (_gate)
        {
            _active = null;
        }
    }

    /// <summary>Takes the next message.</summary>
    /// <param name="now">The time.</param>
    /// <param name="maxData">Most bytes of data that one message of the answer may have.</param>
    /// <param name="mayMove">Whether a blob may be asked for now.</param>
    /// <returns>Blob and message, or null when there is nothing to ask now.</returns>
    public (BlobId Id, BlobMessage Message)? Next(TimeSpan now, int maxData, Func<PendingBlob, bool> mayMove)
    {
        lock (_gate)
        {
            if (_active is not { IsGivenUp: false } a || a.Received >= a.Length || !mayMove(a.Blob))
            {
                return null;
            }

            var part = Math.Max(limits.WindowBytes / 2, BlobCodec.MinChunk);
            var isSilent = a.Tries > 0 && now >= a.At + limits.SilenceAfter(a.Tries);
            if (isSilent || a.IsBroken)
            {
                (a.Asked, a.IsBroken) = (a.Received, false);
            }

            if (a.Asked >= a.Length || a.Asked - a.Received >= part)
            {
                return null;
            }

            var count = (int)Math.Min(part, a.Length - a.Asked);
            var want = new BlobMessage.Want(a.Asked, count, Math.Clamp(Math.Min(maxData, limits.ChunkBytes), BlobCodec.MinChunk, BlobCodec.MaxWanted));
            (a.Asked, a.At, a.Tries) = (a.Asked + count, now, isSilent ? a.Tries + 1 : Math.Max(a.Tries, 1));
            return (a.Blob.Id, want);
        }
    }

    /// <summary>When <see cref="Next"/> or <see cref="ToOpen"/> will have something that they have not now.</summary>
    public TimeSpan? NextDue(Func<PendingBlob, bool> mayMove)
    {
        lock (_gate)
        {
            return _active is { } a ? a.At + limits.SilenceAfter(a.Tries) : _pending.NextDue(mayMove);
        }
    }

    /// <summary>A new connection knows nothing of the old one.</summary>
    public void Reset()
    {
        lock (_gate)
        {
            if (_active is { } a)
            {
                (a.Asked, a.Tries) = (a.Received, 0);
            }
        }
    }

    /// <summary>Tries at once what waits because it failed.</summary>
    public void Hurry()
    {
        lock (_gate)
        {
            _pending.Hurry();
        }
    }

    /// <summary>The gateway says how a blob stands that was asked for, or that it has it now.</summary>
    public void Hear(BlobId id, BlobMessage.State state, TimeSpan now)
    {
        lock (_gate)
        {
            if (_pending.Find(id) is not { } pending)
            {
                return;
            }

            if (state.Stage == BlobStage.Whole)
            {
                (pending.NotBefore, pending.Failures) = (default, 0);
            }
            else if (_active?.Blob == pending && !_active.IsGivenUp)
            {
                // The machine that has it has not sent it yet.
                _active.IsGivenUp = true;
                pending.Fail(now, limits);
            }
        }
    }

    /// <summary>Whether a chunk is the next one; else it is dropped, and asked for again where a part is missing.</summary>
    /// <param name="id">Its blob.</param>
    /// <param name="chunk">The chunk.</param>
    /// <param name="skip">How much of it is here already.</param>
    public bool IsNext(BlobId id, BlobMessage.Chunk chunk, out int skip)
    {
        lock (_gate)
        {
            skip = 0;
            if (_active is not { IsGivenUp: false } a || a.Blob.Id != id)
            {
                return false;
            }

            a.Length = chunk.Length;
            a.IsBroken |= chunk.Offset > a.Received && a.BrokenAt != a.Received;
            a.BrokenAt = chunk.Offset > a.Received ? a.Received : a.BrokenAt;
            skip = (int)Math.Clamp(a.Received - chunk.Offset, 0, chunk.Data.Length);
            return chunk.Offset <= a.Received && skip < chunk.Data.Length;
        }
    }

    /// <summary>Bytes of the open intake are written.</summary>
    /// <returns>Whether all of it is here.</returns>
    public bool Took(long received, TimeSpan now)
    {
        lock (_gate)
        {
            if (_active is { } a)
            {
                (a.Received, a.Asked, a.At, a.Tries) = (received, Math.Max(a.Asked, received), now, 1);
            }

            return _active is { } b && b.Received >= b.Length;
        }
    }

    /// <summary>The open intake was finished: it is here, or was not what its name says.</summary>
    public void Finished(PendingBlob blob, bool isRight, TimeSpan now)
    {
        lock (_gate)
        {
            _active = null;
            if (isRight)
            {
                _pending.Remove(blob);
                Fetched++;
            }
            else
            {
                blob.Fail(now, limits);
            }
        }
    }

    private sealed class Download(PendingBlob blob)
    {
        public PendingBlob Blob { get; } = blob;

        /// <summary>Bytes of the whole: what the fact says, until the gateway says otherwise.</summary>
        public long Length { get; set; }

        public long Received { get; set; }

        /// <summary>The first byte that was not asked for.</summary>
        public long Asked { get; set; }

        /// <summary>Times that the same was asked since something came.</summary>
        public int Tries { get; set; }

        public TimeSpan At { get; set; }

        public bool IsGivenUp { get; set; }

        /// <summary>A part did not come, and is to be asked for again: once for each place.</summary>
        public bool IsBroken { get; set; }

        public long BrokenAt { get; set; } = -1;
    }
}
