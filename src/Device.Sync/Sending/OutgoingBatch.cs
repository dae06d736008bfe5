namespace Device.Sync.Sending;

/// <summary>Facts in one payload.</summary>
/// <param name="Payload">The payload of <c>up/changes</c>.</param>
/// <param name="Facts">How many facts are in it.</param>
/// <param name="Resent">How many of them were sent before.</param>
internal sealed record OutgoingBatch(byte[] Payload, int Facts, int Resent);
