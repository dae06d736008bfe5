namespace Device.Cli.Keys;

/// <summary>A key and what needs it.</summary>
/// <param name="Number">16 hexadecimal digits; says nothing about the key.</param>
/// <param name="Current">Whether it encrypts what is new.</param>
/// <param name="Segments">Segments of the journal that need it.</param>
/// <param name="Blobs">Blobs that need it.</param>
internal sealed record KeyLine(string Number, bool Current, int Segments, int Blobs);
