namespace Device.Cli.Blobs;

/// <summary>A blob as <c>blob list</c> prints it.</summary>
/// <param name="Id">Its name.</param>
/// <param name="Label">What it was begun for.</param>
/// <param name="Begun">When.</param>
/// <param name="FileBytes">Bytes of its file.</param>
/// <param name="Encrypted">Whether it is encrypted.</param>
internal sealed record BlobLine(string Id, string Label, DateTimeOffset Begun, long FileBytes, bool Encrypted);
