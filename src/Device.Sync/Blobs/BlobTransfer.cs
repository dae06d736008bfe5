namespace Device.Sync;

/// <summary>A blob on its way.</summary>
/// <param name="Id">The content's SHA-256.</param>
/// <param name="Bytes">Bytes of the whole.</param>
/// <param name="Done">Bytes that the receiving side has for good.</param>
public sealed record BlobTransfer(string Id, long Bytes, long Done);
