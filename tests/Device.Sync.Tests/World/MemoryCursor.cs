using Device.Sync.Sending;

namespace Device.Sync.Tests.World;

internal sealed class MemoryCursor : ICursorStore
{
    public SyncCursor? Saved { get; set; }

    public int Saves { get; private set; }

    public Exception? Failure { get; set; }

    public ValueTask<SyncCursor?> LoadAsync(CancellationToken cancellationToken) => ValueTask.FromResult(Saved);

    public ValueTask SaveAsync(SyncCursor cursor, CancellationToken cancellationToken)
    {
        if (Failure is not null)
        {
            throw Failure;
        }

        Saved = cursor;
        Saves++;
        return ValueTask.CompletedTask;
    }
}
