using System.Security.Cryptography;

namespace Device.Storage;

/// <summary>A blob's name: the SHA-256 of its content (before encryption), as 64 lower-case hexadecimal digits.</summary>
public readonly record struct BlobId
{
    /// <summary>Length of the text.</summary>
    public const int TextLength = 64;

    private readonly string? _text;

    private BlobId(string text) => _text = text;

    /// <summary>Names content.</summary>
    /// <param name="content">All of it.</param>
    /// <returns>The name.</returns>
    public static BlobId Of(ReadOnlySpan<byte> content) => new(Convert.ToHexStringLower(SHA256.HashData(content)));

    /// <summary>Reads a name.</summary>
    /// <param name="text">64 of 0-9 and a-f.</param>
    /// <param name="id">The name.</param>
    /// <returns>Whether it is one.</returns>
    public static bool TryParse(string? text, out BlobId id)
    {
        var isName = text is { Length: TextLength } && text.All(c => c is >= '0' and <= '9' or >= 'a' and <= 'f');
        id = isName ? new BlobId(text!) : default;
        return isName;
    }

    /// <inheritdoc/>
    public override string ToString() => _text ?? "";

    internal static BlobId OfHash(ReadOnlySpan<byte> hash) => new(Convert.ToHexStringLower(hash));

    /// <summary>Folder and file name.</summary>
    internal (string Folder, string File) Place => (ToString()[..2], ToString()[2..]);
}
