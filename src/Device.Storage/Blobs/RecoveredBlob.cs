namespace Device.Storage;

/// <summary>A recording that had not been finished when the machine stopped. It was finished with what there was.</summary>
/// <param name="Id">The blob that it became.</param>
/// <param name="Label">What it was begun for.</param>
/// <param name="Begun">When.</param>
/// <param name="Bytes">How much of it there is.</param>
public sealed record RecoveredBlob(BlobId Id, string Label, DateTimeOffset Begun, long Bytes);
