using Device.Messages;

namespace Spark.Gateway.Store;

/// <summary>How a blob of an account stands. Immutable.</summary>
/// <param name="Account">The account.</param>
/// <param name="Id">The content's SHA-256.</param>
/// <param name="Length">Bytes of the whole; 0 where it is not known.</param>
/// <param name="Committed">Bytes from the beginning on that are stored.</param>
/// <param name="Stage">Absent, partial, whole or refused.</param>
/// <param name="Generation">Counts the times that all of it was thrown away.</param>
internal sealed record BlobProgress(string Account, string Id, long Length, long Committed, BlobStage Stage, long Generation)
{
    /// <summary>Why it is refused; else empty.</summary>
    public string Reason { get; init; } = "";

    /// <summary>Whether every byte is there and nobody has looked yet whether they are the right ones.</summary>
    public bool IsToBeVerified => Stage == BlobStage.Partial && Committed == Length;
}
