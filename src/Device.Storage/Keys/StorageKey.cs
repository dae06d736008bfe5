using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Device.Storage;

/// <summary>
/// A secret of 256 bits that everything else is derived from (HKDF-SHA256, RFC 5869). Its number is a fingerprint, so that a
/// file says which key it needs and a wrong key is told from damage. Immutable, thread-safe; never printed.
/// </summary>
public sealed class StorageKey
{
    /// <summary>Bytes of the secret: 32.</summary>
    public const int Length = 32;

    private readonly byte[] _secret;

    /// <summary>Takes a secret over.</summary>
    /// <param name="secret">Exactly <see cref="Length"/> bytes from a cryptographic source.</param>
    /// <exception cref="ArgumentException">It has another length.</exception>
    public StorageKey(ReadOnlySpan<byte> secret)
    {
        if (secret.Length != Length)
        {
            throw new ArgumentException($"{secret.Length} bytes, {Length} expected", nameof(secret));
        }

        _secret = secret.ToArray();
        Number = Math.Max(1, BinaryPrimitives.ReadUInt64LittleEndian(Derive([], "device key number", sizeof(ulong))));
    }

    /// <summary>Tells keys apart and says nothing about the secret; never 0.</summary>
    public ulong Number { get; }

    /// <inheritdoc/>
    public override string ToString() => $"key {Number:x16}";

    /// <summary>A key for one purpose.</summary>
    internal byte[] Derive(ReadOnlySpan<byte> salt, string purpose, int length = Length)
    {
        var derived = new byte[length];
        HKDF.DeriveKey(HashAlgorithmName.SHA256, _secret, derived, salt, Encoding.ASCII.GetBytes(purpose));
        return derived;
    }

    /// <summary>The secret as 64 hexadecimal digits, for the key file.</summary>
    internal string ToText() => Convert.ToHexStringLower(_secret);
}
