using Device.Core.Notebook;
using Device.Storage;

namespace Device.Sync.Blobs;

/// <summary>The blobs that are to be sent, or those to be fetched, in the order of the journal. Not thread-safe. Memory: an entry each.</summary>
internal sealed class PendingBlobs
{
    private readonly SortedDictionary<(long Position, string Id), PendingBlob> _inOrder = [];
    private readonly Dictionary<BlobId, PendingBlob> _byId = [];

    public IEnumerable<PendingBlob> All => _inOrder.Values;

    public int Count => _byId.Count;

    /// <summary>The position of the first; null where there is none.</summary>
    public long? First => _inOrder.Count == 0 ? null : _inOrder.First().Key.Position;

    public PendingBlob? Find(BlobId id) => _byId.GetValueOrDefault(id);

    public void Add(BlobId id, long length, long position, FactId page)
    {
        if (!_byId.TryGetValue(id, out var pending))
        {
            _byId.Add(id, pending = new PendingBlob(id, length, position));
            _inOrder.Add((position, id.ToString()), pending);
        }

        pending.Pages.Add(page);
    }

    public void Remove(PendingBlob pending)
    {
        _byId.Remove(pending.Id);
        _inOrder.Remove((pending.Position, pending.Id.ToString()));
    }

    /// <summary>The first that may be tried and moved now; null for none.</summary>
    public PendingBlob? FirstDue(TimeSpan now, Func<PendingBlob, bool> mayMove) =>
        _inOrder.Values.FirstOrDefault(p => p.NotBefore <= now && mayMove(p));

    /// <summary>Those that wait because they failed are tried at once.</summary>
    public void Hurry()
    {
        foreach (var pending in _inOrder.Values)
        {
            pending.NotBefore = default;
        }
    }

    /// <summary>When the first of those that may be moved is tried again; null for none.</summary>
    public TimeSpan? NextDue(Func<PendingBlob, bool> mayMove) =>
        _inOrder.Values.Where(mayMove).Select(p => (TimeSpan?)p.NotBefore).Min();
}
