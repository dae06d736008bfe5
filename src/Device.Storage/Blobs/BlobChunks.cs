using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Device.Storage;

/// <summary>The parts of one blob as bytes: <c>docs/formats/blobs.md</c>. Each is written once, so that its number is its nonce. Not thread-safe.</summary>
internal sealed class BlobChunks : IDisposable
{
    public const int MaxData = 64 * 1024;
    public const int HeadLength = 16;
    public const int EndLength = HeadLength + sizeof(ulong) + SHA256.HashSizeInBytes;

    private readonly AesGcm? _aes;
    private readonly byte[] _header;
    private readonly byte[] _bound = new byte[HeadLength - 4 + BlobHeader.Length];

    /// <exception cref="StorageKeyException">The key is missing.</exception>
    public BlobChunks(BlobHeader header, KeyRing keys, string where)
    {
        _header = header.ToBytes();
        if (header.KeyNumber != 0)
        {
            Span<byte> salt = stackalloc byte[16];
            BinaryPrimitives.WriteUInt128LittleEndian(salt, header.Salt);
            _aes = new AesGcm(keys.Get(header.KeyNumber, where).Derive(salt, "device blob"), SegmentCipher.TagLength);
        }
    }

    /// <summary>Most bytes of a part.</summary>
    public static int MaxLength => HeadLength + MaxData + SegmentCipher.TagLength;

    /// <summary>Bytes of a part with so much data.</summary>
    public int LengthOf(int data) => data == 0 ? EndLength : HeadLength + data + (_aes is null ? 0 : SegmentCipher.TagLength);

    /// <summary>Writes a part with data.</summary>
    /// <returns>Its length.</returns>
    public int Write(uint index, ReadOnlySpan<byte> data, Span<byte> output)
    {
        output = output[..LengthOf(data.Length)];
        WriteHead(index, data.Length, output);
        if (_aes is null)
        {
            data.CopyTo(output[HeadLength..]);
        }
        else
        {
            Span<byte> nonce = stackalloc byte[12];
            _aes.Encrypt(Nonce(index, nonce), data, output.Slice(HeadLength, data.Length), output[(HeadLength + data.Length)..], Bind(output));
        }

        BinaryPrimitives.WriteUInt32LittleEndian(output[8..], Checksum(output));
        return output.Length;
    }

    /// <summary>Writes the last part.</summary>
    public void WriteEnd(uint index, long length, ReadOnlySpan<byte> hash, Span<byte> output)
    {
        output = output[..EndLength];
        WriteHead(index, 0, output);
        BinaryPrimitives.WriteInt64LittleEndian(output[HeadLength..], length);
        hash.CopyTo(output[(HeadLength + sizeof(ulong))..]);
        BinaryPrimitives.WriteUInt32LittleEndian(output[8..], Checksum(output));
    }

    /// <summary>Reads the head of a part.</summary>
    /// <returns>Bytes of data, 0 for the last part, -1 when this is no part or another than expected.</returns>
    public static int ReadHead(ReadOnlySpan<byte> head, uint index)
    {
        if (head.Length < HeadLength)
        {
            return -1;
        }

        var length = BinaryPrimitives.ReadUInt32LittleEndian(head);
        return length == ~BinaryPrimitives.ReadUInt32LittleEndian(head[4..]) && length <= MaxData && BinaryPrimitives.ReadUInt32LittleEndian(head[12..]) == index
            ? (int)length
            : -1;
    }

    /// <summary>Checks and decrypts a whole part.</summary>
    /// <returns>Whether it is sound; then the output holds the data.</returns>
    public bool TryRead(ReadOnlySpan<byte> part, uint index, Span<byte> output)
    {
        if (BinaryPrimitives.ReadUInt32LittleEndian(part[8..]) != Checksum(part))
        {
            return false;
        }

        var data = BinaryPrimitives.ReadInt32LittleEndian(part);
        if (_aes is null || data == 0)
        {
            part[HeadLength..].CopyTo(output);
            return true;
        }

        try
        {
            Span<byte> nonce = stackalloc byte[12];
            _aes.Decrypt(Nonce(index, nonce), part.Slice(HeadLength, data), part[(HeadLength + data)..], output[..data], Bind(part));
            return true;
        }
        catch (AuthenticationTagMismatchException)
        {
            return false;
        }
    }

    public void Dispose() => _aes?.Dispose();

    private static void WriteHead(uint index, int data, Span<byte> output)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(output, (uint)data);
        BinaryPrimitives.WriteUInt32LittleEndian(output[4..], ~(uint)data);
        BinaryPrimitives.WriteUInt32LittleEndian(output[12..], index);
    }

    private static Span<byte> Nonce(uint index, Span<byte> nonce)
    {
        nonce.Clear();
        BinaryPrimitives.WriteUInt32LittleEndian(nonce, index);
        return nonce;
    }

    /// <summary>The data is bound to its place and to the header.</summary>
    private ReadOnlySpan<byte> Bind(ReadOnlySpan<byte> part)
    {
        part[..8].CopyTo(_bound);
        part[12..HeadLength].CopyTo(_bound.AsSpan(8));
        _header.CopyTo(_bound.AsSpan(12));
        return _bound;
    }

    private uint Checksum(ReadOnlySpan<byte> part) => Crc32C.End(
        Crc32C.Add(Crc32C.Add(Crc32C.Add(Crc32C.Start, part[..8]), part[12..]), _header.AsSpan(24, 16)));
}
