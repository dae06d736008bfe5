namespace Device.Core.Notebook;

/// <summary>A recording, an image or another file was attached to a page. The content is a blob, which travels by itself.</summary>
/// <param name="Page">The page.</param>
/// <param name="Blob">The content's SHA-256, 64 lower-case hexadecimal digits.</param>
/// <param name="Length">Bytes of the content, 0 to 2^62.</param>
/// <param name="MediaType">What it is, such as <c>audio/flac</c>: at most <see cref="FactLimits.MediaTypeLength"/> characters.</param>
/// <param name="Name">Its name for the user, at most <see cref="FactLimits.TitleLength"/> characters; may be empty.</param>
public sealed record BlobAttached(FactId Page, string Blob, long Length, string MediaType, string Name) : FactBody
{
    private const int HashBytes = 32;
    private const long MostBytes = 1L << 62;

    /// <inheritdoc/>
    public override FactKind Kind => FactKind.BlobAttached;

    internal override void Write(FactWriter writer)
    {
        if (Blob.Length != HashBytes * 2 || !Blob.All(char.IsAsciiHexDigitLower))
        {
            throw new ArgumentException($"blob: '{Blob}' found, {HashBytes * 2} of 0-9 and a-f expected");
        }

        if (Length is < 0 or > MostBytes)
        {
            throw new ArgumentException($"length: {Length} is outside 0 to {MostBytes}");
        }

        writer.Id(Page);
        writer.Bytes(Convert.FromHexString(Blob));
        writer.Varint((ulong)Length);
        writer.Text(MediaType, FactLimits.MediaTypeLength, "media type");
        writer.Text(Name, FactLimits.TitleLength, "name");
    }

    internal static BlobAttached Read(ref FactReader reader)
    {
        var page = reader.Id("page");
        var blob = Convert.ToHexStringLower(reader.Take(HashBytes, "blob"));
        var length = reader.Varint("length");
        return length <= MostBytes
            ? new BlobAttached(page, blob, (long)length, reader.Text("media type", FactLimits.MediaTypeLength), reader.Text("name", FactLimits.TitleLength))
            : throw new FactFormatException("length", $"{length} is above {MostBytes}");
    }

    internal override FactBody Rename(FactNames names) => this with { Page = names.Of(Page) };
}
