using Device.Core.Notebook;
using Device.Messages;
using Device.Storage;

namespace Device.Sync.Blobs;

/// <summary>
/// Sends blobs to the gateway, one at a time: offers it, sends from where the gateway has committed, and goes on as it commits more.
/// Knows no clock: times are handed in. Thread-safe.
/// </summary>
/// <param name="store">Where they lie.</param>
/// <param name="limits">Bounds and waits.</param>
internal sealed class BlobUploads(BlobStore store, BlobLimits limits) : IDisposable
{
    private readonly Lock _gate = new();
    private readonly PendingBlobs _pending = new();
    private Upload? _active;

    /// <summary>Blobs that the gateway has confirmed.</summary>
    public long Confirmed { get; private set; }

    /// <summary>Reads the blobs that wait, under the lock.</summary>
    public T Read<T>(Func<PendingBlobs, BlobTransfer?, T> read)
    {
        lock (_gate)
        {
            return read(_pending, _active is { } a ? new BlobTransfer(a.Blob.Id.ToString(), a.Content.Length, Math.Min(a.Committed, a.Content.Length)) : null);
        }
    }

    public void Add(BlobId id, long length, long position, FactId page)
    {
        lock (_gate)
        {
            _pending.Add(id, length, position, page);
        }
    }

    /// <summary>Forgets those that stay on the machine; switching their note on adds them again.</summary>
    public void Forget(Func<PendingBlob, bool> isWanted)
    {
        lock (_gate)
        {
            foreach (var pending in _pending.All.Where(p => !isWanted(p)).ToList())
            {
                Leave(pending);
                _pending.Remove(pending);
            }
        }
    }

    /// <summary>Takes the next message.</summary>
    /// <param name="now">The time.</param>
    /// <param name="maxData">Most bytes of data in it.</param>
    /// <param name="mayMove">Whether a blob may be sent now.</param>
    /// <param name="failure">A blob that cannot be read, and why; null for none.</param>
    /// <returns>Blob and message, or null when there is nothing to send now.</returns>
    public (BlobId Id, BlobMessage Message)? Next(TimeSpan now, int maxData, Func<PendingBlob, bool> mayMove, out (PendingBlob Blob, string Reason)? failure)
    {
        failure = null;
        lock (_gate)
        {
            if (_active is { } going && !mayMove(going.Blob))
            {
                Leave(going.Blob);
            }

            if (_active is null && _pending.FirstDue(now, mayMove) is { } next && (failure = Open(next)) is not null)
            {
                return null;
            }

            try
            {
                return _active is { } active && Message(active, now, Math.Min(maxData, limits.ChunkBytes)) is { } message ? (active.Blob.Id, message) : null;
            }
            catch (IOException e)
            {
                failure = (_active!.Blob, e.Message);
                Drop(_active.Blob);
                return null;
            }
        }
    }

    /// <summary>When <see cref="Next"/> will have something that it has not now, unless something happens before.</summary>
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
            _active?.Begin();
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

    /// <summary>The gateway says how a blob stands.</summary>
    /// <returns>Why the blob was not taken; null when it was, or is being.</returns>
    /// <exception cref="MessageFormatException">The gateway claims more bytes than there are.</exception>
    public string? Hear(BlobId id, BlobMessage.State state, TimeSpan now)
    {
        lock (_gate)
        {
            if (_pending.Find(id) is not { } pending)
            {
                return null;
            }

            var active = _active?.Blob == pending ? _active : null;
            switch (state.Stage)
            {
                case BlobStage.Whole:
                    Confirmed++;
                    Drop(pending);
                    return null;
                case BlobStage.Partial when active is not null && state.Committed > active.Content.Length:
                    throw new MessageFormatException("committed", $"{state.Committed} bytes of a blob of {active.Content.Length}");
                case BlobStage.Partial or BlobStage.Absent:
                    active?.Hear(state.Committed, now);
                    return null;
                default:
                    Leave(pending);
                    pending.Fail(now, limits);
                    return state.Reason;
            }
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _active?.Content.Dispose();
            _active = null;
        }
    }

    private BlobMessage? Message(Upload upload, TimeSpan now, int most)
    {
        if (upload.IsOffered && upload.Next < upload.Content.Length && upload.Next - upload.Committed < limits.WindowBytes)
        {
            var data = new byte[Math.Min(most, upload.Content.Length - upload.Next)];
            upload.Content.Position = upload.Next;
            upload.Content.ReadExactly(data);
            var chunk = new BlobMessage.Chunk(upload.Content.Length, upload.Next, data);
            (upload.Next, upload.At) = (upload.Next + data.Length, now);
            return chunk;
        }

        if (upload.Tries > 0 && now < upload.At + limits.SilenceAfter(upload.Tries))
        {
            return null;
        }

        // Silence, or the beginning: what the gateway answers is believed, even if it has less than before.
        (upload.IsOffered, upload.Tries, upload.At) = (false, upload.Tries + 1, now);
        return new BlobMessage.Offer(upload.Content.Length);
    }

    private (PendingBlob Blob, string Reason)? Open(PendingBlob pending)
    {
        try
        {
            if (store.OpenRead(pending.Id) is { } content)
            {
                _active = new Upload(pending, content);
                return null;
            }

            Drop(pending);
            return (pending, "it is not here any more");
        }
        catch (IOException e)
        {
            Drop(pending);
            return (pending, e.Message);
        }
    }

    private void Drop(PendingBlob pending)
    {
        Leave(pending);
        _pending.Remove(pending);
    }

    private void Leave(PendingBlob pending)
    {
        if (_active?.Blob == pending)
        {
            _active.Content.Dispose();
            _active = null;
        }
    }

    private sealed class Upload(PendingBlob blob, Stream content)
    {
        public PendingBlob Blob { get; } = blob;

        public Stream Content { get; } = content;

        /// <summary>Whether the gateway has answered the offer.</summary>
        public bool IsOffered { get; set; }

        public long Committed { get; private set; }

        /// <summary>The next byte to send.</summary>
        public long Next { get; set; }

        /// <summary>Offers since the gateway was heard.</summary>
        public int Tries { get; set; }

        /// <summary>When something was sent or heard last.</summary>
        public TimeSpan At { get; set; }

        public void Begin() => (IsOffered, Tries) = (false, 0);

        public void Hear(long committed, TimeSpan now)
        {
            // Workers overtake each other: between offers only more counts.
            if (!IsOffered || committed > Committed)
            {
                Next = IsOffered ? Math.Max(Next, committed) : committed;
                Committed = committed;
            }

            (IsOffered, Tries, At) = (true, 1, now);
        }
    }
}
