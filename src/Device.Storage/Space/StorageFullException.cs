namespace Device.Storage;

/// <summary>
/// There is no room for what was handed in; it was not stored. What was stored before is untouched, and the same can be
/// tried again when there is room: <see cref="StorageSpace.RoomAsync"/>.
/// </summary>
/// <param name="message">The folder, what is used and what was expected.</param>
/// <param name="inner">The medium's error, or null when the quota is used up.</param>
public sealed class StorageFullException(string message, Exception? inner) : IOException(message, inner);
