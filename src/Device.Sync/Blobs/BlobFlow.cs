using System.Threading.Channels;
using Device.Messages;
using Device.Storage;

namespace Device.Sync.Blobs;

/// <summary>Writes what is fetched, apart from the connection, so that flash never holds up facts or acknowledgements.</summary>
internal sealed class BlobFlow
{
    // A window's chunks fit; when more come, they are dropped and asked for again.
    private const int MostWaiting = 256;

    private readonly SyncParts _parts;
    private readonly BlobDesk _desk;
    private readonly Channel<(BlobId Id, BlobMessage.Chunk Chunk)> _chunks;
    private readonly Signal _work = new();
    private bool _isTidy;
    private BlobIntake? _intake;
    private PendingBlob? _blob;

    public BlobFlow(SyncParts parts, BlobDesk desk)
    {
        (_parts, _desk) = (parts, desk);
        _chunks = Channel.CreateBounded<(BlobId, BlobMessage.Chunk)>(new BoundedChannelOptions(MostWaiting) { SingleReader = true });
    }

    /// <summary>There may be something to do.</summary>
    public void Wake() => _work.Set();

    /// <summary>Hands over bytes that arrived. Does not wait.</summary>
    public void Offer(BlobId id, BlobMessage.Chunk chunk)
    {
        _chunks.Writer.TryWrite((id, chunk));
        _work.Set();
    }

    /// <summary>Runs until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                await StepAsync(cancellationToken);
                await _work.WaitAsync(cancellationToken);
            }
        }
        finally
        {
            await CloseAsync();
        }
    }

    private async Task StepAsync(CancellationToken cancellationToken)
    {
        if (!_isTidy && _parts.IsSelected)
        {
            _isTidy = true;
            Tidy();
        }

        if (_desk.Downloads.IsToClose(_desk.MayMove))
        {
            await CloseAsync();
        }

        while (_desk.Downloads.ToOpen(_parts.Now, _desk.MayMove) is { } next)
        {
            await GuardAsync(next, () => OpenAsync(next, cancellationToken));
        }

        while (_chunks.Reader.TryRead(out var arrived))
        {
            if (_blob is { } blob && _desk.Downloads.IsNext(arrived.Id, arrived.Chunk, out var skip))
            {
                await GuardAsync(blob, () => TakeAsync(blob, arrived.Chunk.Data[skip..], cancellationToken));
            }

            _parts.Wake.Set();
        }
    }

    /// <summary>What an earlier run began to fetch and nobody wants any more goes.</summary>
    private void Tidy()
    {
        try
        {
            _desk.Store.DropIntakes(id => _desk.Downloads.Read((pending, _) => pending.Find(id)) is not null);
        }
        catch (IOException e)
        {
            _parts.Board.Failed($"an unfinished blob could not be deleted: {e.Message}");
        }
    }

    private async Task OpenAsync(PendingBlob blob, CancellationToken cancellationToken)
    {
        if (_desk.Store.Contains(blob.Id))
        {
            _desk.Downloads.Finished(blob, isRight: true, _parts.Now);
            return;
        }

        (_blob, _intake) = (blob, await _desk.Store.OpenIntakeAsync(blob.Id, cancellationToken));
        _desk.Downloads.Opened(blob, _intake.Length);
        if (_intake.Length >= blob.Length)
        {
            await FinishAsync(blob, cancellationToken);
        }

        _parts.Wake.Set();
    }

    private async Task TakeAsync(PendingBlob blob, ReadOnlyMemory<byte> data, CancellationToken cancellationToken)
    {
        await _intake!.WriteAsync(data, cancellationToken);
        if (_desk.Downloads.Took(_intake.Length, _parts.Now))
        {
            await FinishAsync(blob, cancellationToken);
        }

        _parts.Board.Changed();
    }

    private async Task FinishAsync(PendingBlob blob, CancellationToken cancellationToken)
    {
        var isRight = await _intake!.FinishAsync(cancellationToken);
        await CloseAsync();
        _desk.Downloads.Finished(blob, isRight, _parts.Now);
        if (!isRight)
        {
            _desk.Doubt(blob.Id);
        }

        _parts.Moved.Set();
        _parts.Board.Changed();
        _work.Set();
    }

    /// <summary>The medium's troubles put the blob off and stop nothing else.</summary>
    private async Task GuardAsync(PendingBlob blob, Func<Task> work)
    {
        try
        {
            await work();
        }
        catch (Exception e) when (e is IOException or ArgumentException)
        {
            _parts.Log.BlobNotKept(blob.Id.ToString(), e.Message);
            _parts.Board.Failed($"a blob of {blob.Length} bytes could not be kept: {e.Message}");
            await CloseAsync();
            _desk.Downloads.Finished(blob, isRight: false, _parts.Now);
        }
    }

    private async Task CloseAsync()
    {
        if (_intake is { } intake)
        {
            (_intake, _blob) = (null, null);
            await intake.DisposeAsync();
        }

        _desk.Downloads.Closed();
    }
}
