namespace Device.Messages;

/// <summary>Payload of <c>up/blob/{id}</c> and <c>down/blob/{id}</c>; the id is the content's SHA-256, 64 lower-case hexadecimal digits.</summary>
public abstract record BlobMessage
{
    private protected BlobMessage()
    {
    }

    /// <summary>The sender has the blob and asks how far the other side is. Answered by <see cref="State"/>.</summary>
    /// <param name="Length">Bytes of the whole, at most <see cref="BlobCodec.MaxLength"/>.</param>
    public sealed record Offer(long Length) : BlobMessage;

    /// <summary>Bytes of the blob.</summary>
    /// <param name="Length">Bytes of the whole.</param>
    /// <param name="Offset">Where these begin; they end at or before the end of the whole.</param>
    /// <param name="Data">1 byte or more.</param>
    public sealed record Chunk(long Length, long Offset, ReadOnlyMemory<byte> Data) : BlobMessage
    {
        /// <inheritdoc/>
        public bool Equals(Chunk? other) => other is not null && Length == other.Length && Offset == other.Offset && Data.Span.SequenceEqual(other.Data.Span);

        /// <inheritdoc/>
        public override int GetHashCode() => HashCode.Combine(Length, Offset, Data.Length);
    }

    /// <summary>What the other side has of a blob.</summary>
    /// <param name="Stage">How it stands.</param>
    /// <param name="Committed">Bytes from the beginning on that will not be asked for again; all of them where it is whole.</param>
    /// <param name="Length">Bytes of the whole; 0 where that is not known.</param>
    /// <param name="Reason">Why, where it is refused; at most <see cref="RejectedFact.MaxReasonLength"/> characters.</param>
    public sealed record State(BlobStage Stage, long Committed, long Length, string Reason) : BlobMessage;

    /// <summary>Asks for a part of a blob, which comes in one <see cref="Chunk"/> or more, in order.</summary>
    /// <param name="Offset">Where it begins.</param>
    /// <param name="Count">How many bytes: 1 to <see cref="BlobCodec.MaxWanted"/>.</param>
    /// <param name="ChunkBytes">Most bytes of data in one message, <see cref="BlobCodec.MinChunk"/> or more.</param>
    public sealed record Want(long Offset, int Count, int ChunkBytes) : BlobMessage;
}
