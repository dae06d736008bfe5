using Device.Core.Notebook;
using Device.Messages;
using Device.Storage;
using Device.Sync.Links;

namespace Device.Sync.Blobs;

/// <summary>
/// Audio and images on both ways: which are wanted, what to say of them next, and whether they may move on this link. Below everything
/// else: it is asked only when nothing else is to be sent. Thread-safe.
/// </summary>
internal sealed class BlobDesk : IDisposable
{
    private readonly SyncParts _parts;
    private readonly BlobUploads _uploads;
    private readonly Lock _gate = new();
    private readonly Queue<BlobId> _doubted = new();
    private long _read;
    private long _wrong;
    private long _version = -1;

    public BlobDesk(SyncParts parts, BlobStore store)
    {
        (_parts, Store) = (parts, store);
        var options = parts.Options;
        var limits = new BlobLimits(options.BlobChunkBytes, options.BlobWindowBytes, options.AckTimeout, options.BlobRetry);
        _uploads = new BlobUploads(store, limits);
        Downloads = new BlobDownloads(limits);
        Flow = new BlobFlow(parts, this);
    }

    public BlobStore Store { get; }

    public BlobDownloads Downloads { get; }

    public BlobFlow Flow { get; }

    /// <summary>A position from which reading meets every blob that is not settled.</summary>
    public long Position
    {
        get
        {
            var first = Min(_uploads.Read((pending, _) => pending.First), Downloads.Read((pending, _) => pending.First));
            lock (_gate)
            {
                return Math.Min(_read, first is { } position ? position - 1 : long.MaxValue);
            }
        }
    }

    /// <summary>Continues where an earlier run was.</summary>
    public void Resume(long position)
    {
        lock (_gate)
        {
            _read = position;
        }
    }

    /// <summary>Takes in an entry of the journal.</summary>
    /// <param name="position">Its position.</param>
    /// <param name="fact">The fact.</param>
    public void Note(long position, Fact fact)
    {
        lock (_gate)
        {
            if (position <= _read)
            {
                return;
            }
        }

        Want(position, fact);
        lock (_gate)
        {
            _read = Math.Max(_read, position);
        }
    }

    /// <summary>Wants what a fact attached: here, if it is not, and at the gateway, if this machine attached it.</summary>
    /// <param name="position">The fact's position.</param>
    /// <param name="fact">Any fact.</param>
    public void Want(long position, Fact fact)
    {
        if (fact.Body is not BlobAttached attached || !BlobId.TryParse(attached.Blob, out var id))
        {
            return;
        }

        if (!Store.Contains(id))
        {
            Downloads.Add(id, attached.Length, position, attached.Page);
            Flow.Wake();
        }
        else if (fact.Id.Device == _parts.Device)
        {
            _uploads.Add(id, attached.Length, position, attached.Page);
        }

        _parts.Wake.Set();
    }

    /// <summary>Whether a blob may go over this link now.</summary>
    public bool MayMove(PendingBlob blob) => blob.Length <= MostBytes && IsSelected(blob);

    /// <summary>Takes the next message.</summary>
    /// <param name="now">The time.</param>
    /// <param name="maxPayload">The largest payload.</param>
    /// <returns>The message, or null when there is nothing to send now.</returns>
    public OutgoingMessage? Next(TimeSpan now, int maxPayload)
    {
        Select();
        var maxData = maxPayload - BlobCodec.ChunkOverhead;
        if (maxData < BlobCodec.MinChunk)
        {
            return null;
        }

        if (TryTakeDoubted(out var doubted) && Downloads.Read((pending, _) => pending.Find(doubted)) is { } found && MayMove(found))
        {
            return Message(doubted, new BlobMessage.State(BlobStage.Wrong, 0, 0, "the bytes do not have the SHA-256 of the name"));
        }

        if (Downloads.IsToClose(MayMove) || Downloads.ToOpen(now, MayMove) is not null)
        {
            Flow.Wake();
        }

        var next = Downloads.Next(now, maxData, MayMove) ?? NextUpload(now, maxData);
        return next is { } message ? Message(message.Id, message.Message) : null;
    }

    /// <summary>When <see cref="Next"/> will have something that it has not now, unless something happens before.</summary>
    public TimeSpan? NextDue()
    {
        var (up, down) = (_uploads.NextDue(MayMove), Downloads.NextDue(MayMove));
        return up is null || down < up ? down : up;
    }

    /// <summary>A new connection knows nothing of the old one.</summary>
    public void Reset()
    {
        _uploads.Reset();
        Downloads.Reset();
        Flow.Wake();
    }

    /// <summary>Tries at once what waits because it failed.</summary>
    public void Hurry()
    {
        _uploads.Hurry();
        Downloads.Hurry();
        Flow.Wake();
        _parts.Wake.Set();
    }

    /// <summary>Something arrived.</summary>
    /// <exception cref="MessageFormatException">It makes no sense from a gateway.</exception>
    public void Hear(string blob, BlobMessage message, TimeSpan now)
    {
        if (!BlobId.TryParse(blob, out var id))
        {
            throw new MessageFormatException("topic", "the id of a blob expected");
        }

        switch (message)
        {
            case BlobMessage.Chunk chunk:
                Flow.Offer(id, chunk);
                break;
            case BlobMessage.State state:
                Downloads.Hear(id, state, now);
                Flow.Wake();
                if (_uploads.Hear(id, state, now) is { } reason)
                {
                    CountWrong(state.Stage == BlobStage.Wrong);
                    _parts.Log.BlobNotTaken(blob, reason);
                    _parts.Meter.BlobsRejected.Add(1, new KeyValuePair<string, object?>("by", "gateway"));
                    _parts.Board.Failed($"the gateway did not take a blob: {reason}");
                }

                _parts.Moved.Set();
                _parts.Board.Changed();
                break;
            default:
                throw new MessageFormatException("kind", "a chunk or a state expected");
        }
    }

    /// <summary>What was fetched was not what its name says: the gateway is told, and it is fetched again.</summary>
    public void Doubt(BlobId id)
    {
        CountWrong(true);
        _parts.Log.BlobWrong(id.ToString());
        _parts.Meter.BlobsRejected.Add(1, new KeyValuePair<string, object?>("by", "machine"));
        _parts.Board.Failed("a fetched blob was not what its name says; it is fetched again");
        lock (_gate)
        {
            _doubted.Enqueue(id);
        }

        _parts.Wake.Set();
    }

    public BlobStatus Status()
    {
        var (toSend, sending, left, waiting) = _uploads.Read(Count);
        var (toFetch, fetching, more, alsoWaiting) = Downloads.Read(Count);
        lock (_gate)
        {
            return new BlobStatus(toSend, toFetch, left + more, waiting + alsoWaiting, sending, fetching, _uploads.Confirmed, Downloads.Fetched, _wrong);
        }
    }

    public void Dispose() => _uploads.Dispose();

    /// <summary>Largest blob that may move on this link.</summary>
    private long MostBytes => _parts.IsMetered ? _parts.Settings.MeteredBlobBytes ?? _parts.Options.MeteredBlobBytes : long.MaxValue;

    private bool IsSelected(PendingBlob blob) => blob.Pages.Any(_parts.Selection.MaySendOf);

    /// <summary>Forgets what was switched off since; what is switched on comes with the facts of its note.</summary>
    private void Select()
    {
        var version = _parts.Selection.Version;
        if (Interlocked.Exchange(ref _version, version) != version)
        {
            _uploads.Forget(IsSelected);
            Downloads.Forget(IsSelected);
        }
    }

    private (BlobId Id, BlobMessage Message)? NextUpload(TimeSpan now, int maxData)
    {
        var next = _uploads.Next(now, maxData, MayMove, out var failure);
        if (failure is { } failed)
        {
            // It may be at the gateway: then it comes back.
            _parts.Log.BlobNotRead(failed.Blob.Id.ToString(), failed.Reason);
            _parts.Board.Failed($"a blob could not be read: {failed.Reason}");
            foreach (var page in failed.Blob.Pages)
            {
                Downloads.Add(failed.Blob.Id, failed.Blob.Length, failed.Blob.Position, page);
            }
        }

        return next;
    }

    private (int Count, BlobTransfer? Active, long Left, int Waiting) Count(PendingBlobs pending, BlobTransfer? active)
    {
        var most = MostBytes;
        return (pending.Count, active, pending.All.Sum(p => p.Length) - (active?.Done ?? 0), pending.All.Count(p => p.Length > most));
    }

    private bool TryTakeDoubted(out BlobId doubted)
    {
        lock (_gate)
        {
            return _doubted.TryDequeue(out doubted);
        }
    }

    private void CountWrong(bool isWrong)
    {
        lock (_gate)
        {
            _wrong += isWrong ? 1 : 0;
        }
    }

    private OutgoingMessage Message(BlobId id, BlobMessage message) =>
        new(new DeviceTopic(_parts.Device, TopicKind.UpBlob, id.ToString()), BlobCodec.Write(message), MqttContract.Blob, Retain: false);

    private static long? Min(long? a, long? b) => a is null || b < a ? b : a;
}
