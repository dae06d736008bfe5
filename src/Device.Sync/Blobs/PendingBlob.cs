using Device.Core.Notebook;
using Device.Storage;

namespace Device.Sync.Blobs;

/// <summary>A blob that is to be sent or fetched. Guarded by whoever holds it.</summary>
/// <param name="id">Its name.</param>
/// <param name="length">Its bytes, as the fact says that attached it.</param>
/// <param name="position">The journal's position of the first such fact.</param>
internal sealed class PendingBlob(BlobId id, long length, long position)
{
    public BlobId Id { get; } = id;

    public long Length { get; } = length;

    public long Position { get; } = position;

    /// <summary>The pages to which it is attached.</summary>
    public HashSet<FactId> Pages { get; } = [];

    /// <summary>It is not tried before.</summary>
    public TimeSpan NotBefore { get; set; }

    public int Failures { get; set; }

    /// <summary>It failed: it waits ever longer.</summary>
    public void Fail(TimeSpan now, BlobLimits limits) => NotBefore = now + limits.RetryAfter(++Failures);
}
