using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Device.Storage;

/// <summary>Reads a blob's file from its start as far as it is sound.</summary>
/// <param name="Header">The header; null when that is not readable.</param>
/// <param name="Id">The name of what was read.</param>
/// <param name="Bytes">How much data that is.</param>
/// <param name="Parts">In how many parts.</param>
/// <param name="Offset">Where what is sound ends.</param>
/// <param name="Finished">Whether the last part is there and says the same, and nothing follows.</param>
internal sealed record BlobScan(BlobHeader? Header, BlobId Id, long Bytes, uint Parts, long Offset, bool Finished)
{
    /// <summary>Takes the data of one sound part.</summary>
    public delegate void Part(ReadOnlySpan<byte> data);

    /// <exception cref="StorageKeyException">The key is missing.</exception>
    /// <exception cref="JournalFormatException">It is of a newer version.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static BlobScan Run(IStorageFile file, KeyRing keys, string where, CancellationToken ct, Part? each = null)
    {
        var bytes = new byte[BlobHeader.Length];
        if (BlobHeader.TryRead(bytes.AsSpan(0, file.Read(bytes, 0)), where) is not { } header)
        {
            return new BlobScan(null, default, 0, 0, 0, false);
        }

        using var chunks = new BlobChunks(header, keys, where);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var (part, data) = (new byte[BlobChunks.MaxLength], new byte[BlobChunks.MaxData]);
        var (index, offset, total) = (0U, (long)BlobHeader.Length, 0L);
        while (true)
        {
            ct.ThrowIfCancellationRequested();
            var read = file.Read(part, offset);
            var length = BlobChunks.ReadHead(part.AsSpan(0, read), index);
            if (length < 0 || read < chunks.LengthOf(length) || !chunks.TryRead(part.AsSpan(0, chunks.LengthOf(length)), index, data))
            {
                return new BlobScan(header, BlobId.OfHash(hash.GetCurrentHash()), total, index, offset, false);
            }

            offset += chunks.LengthOf(length);
            if (length == 0)
            {
                var finished = BinaryPrimitives.ReadInt64LittleEndian(data) == total
                    && data.AsSpan(sizeof(long), SHA256.HashSizeInBytes).SequenceEqual(hash.GetCurrentHash()) && offset == file.Length;
                return new BlobScan(header, BlobId.OfHash(hash.GetCurrentHash()), total, index, offset, finished);
            }

            hash.AppendData(data, 0, length);
            each?.Invoke(data.AsSpan(0, length));
            total += length;
            index++;
        }
    }
}
