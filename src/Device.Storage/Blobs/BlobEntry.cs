namespace Device.Storage;

/// <summary>A blob in the store.</summary>
/// <param name="Id">Its name.</param>
/// <param name="Label">What it was begun for; may be empty.</param>
/// <param name="Begun">When.</param>
/// <param name="FileBytes">Bytes of its file.</param>
/// <param name="Encrypted">Whether it is encrypted.</param>
public sealed record BlobEntry(BlobId Id, string Label, DateTimeOffset Begun, long FileBytes, bool Encrypted);
