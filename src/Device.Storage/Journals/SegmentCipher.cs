using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Device.Storage;

/// <summary>
/// AES-256-GCM over the payloads of one segment, under a key of its own (from the machine's key, the segment's salt and
/// number). The nonce is the position, which a segment holds at most once: an encrypted segment is never resumed. Not thread-safe.
/// </summary>
internal sealed class SegmentCipher : IDisposable
{
    public const byte Number = 1;
    public const int TagLength = 16;
    private const int NonceLength = 12;

    private readonly AesGcm _aes;
    private readonly ulong _segment;

    private SegmentCipher(StorageKey key, SegmentHeader header)
    {
        Span<byte> salt = stackalloc byte[24];
        BinaryPrimitives.WriteUInt128LittleEndian(salt, header.Salt);
        BinaryPrimitives.WriteUInt64LittleEndian(salt[16..], header.Segment);
        _aes = new AesGcm(key.Derive(salt, "device journal segment"), TagLength);
        _segment = header.Segment;
    }

    /// <summary>The cipher of a segment; null when it is not encrypted.</summary>
    /// <exception cref="StorageKeyException">The ring lacks its key.</exception>
    public static SegmentCipher? Of(SegmentHeader? header, KeyRing keys, string where) =>
        header is { Cipher: Number } ? new SegmentCipher(keys.Get(header.KeyNumber, where), header) : null;

    /// <summary>Encrypts a record's payload in place of the plain one.</summary>
    /// <param name="head">The record from its version to its device's name.</param>
    /// <param name="position">The record's position.</param>
    /// <param name="plain">The payload.</param>
    /// <param name="output">Takes payload and tag.</param>
    public void Seal(ReadOnlySpan<byte> head, long position, ReadOnlySpan<byte> plain, Span<byte> output)
    {
        Span<byte> nonce = stackalloc byte[NonceLength];
        Span<byte> bound = stackalloc byte[MaxBound];
        _aes.Encrypt(Nonce(position, nonce), plain, output[..plain.Length], output[plain.Length..], Bind(head, bound));
    }

    /// <returns>Whether it was whole; then the output holds the payload.</returns>
    public bool TryOpen(ReadOnlySpan<byte> head, long position, ReadOnlySpan<byte> encrypted, Span<byte> output)
    {
        Span<byte> nonce = stackalloc byte[NonceLength];
        Span<byte> bound = stackalloc byte[MaxBound];
        try
        {
            var length = encrypted.Length - TagLength;
            _aes.Decrypt(Nonce(position, nonce), encrypted[..length], encrypted[length..], output[..length], Bind(head, bound));
            return true;
        }
        catch (AuthenticationTagMismatchException)
        {
            return false;
        }
    }

    public void Dispose() => _aes.Dispose();

    private const int MaxBound = RecordCodec.HeaderLength + Core.Notebook.DeviceId.MaxLength + sizeof(ulong);

    private static Span<byte> Nonce(long position, Span<byte> nonce)
    {
        nonce.Clear();
        BinaryPrimitives.WriteInt64LittleEndian(nonce, position);
        return nonce;
    }

    private ReadOnlySpan<byte> Bind(ReadOnlySpan<byte> head, Span<byte> bound)
    {
        head.CopyTo(bound);
        BinaryPrimitives.WriteUInt64LittleEndian(bound[head.Length..], _segment);
        return bound[..(head.Length + sizeof(ulong))];
    }
}
