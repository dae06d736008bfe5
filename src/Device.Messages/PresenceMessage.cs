namespace Device.Messages;

/// <summary>Payload of <c>up/presence</c>, retained; the last will says offline.</summary>
/// <param name="Online">Whether the machine is connected.</param>
public sealed record PresenceMessage(bool Online);
