using Device.Messages;

namespace Spark.Gateway.Broker;

/// <summary>A message to a machine. Immutable.</summary>
/// <param name="Topic">To whom and what for.</param>
/// <param name="Payload">Its bytes.</param>
/// <param name="ContentType">Its content type.</param>
/// <param name="Properties">MQTT user properties besides the version.</param>
internal sealed record OutboundMessage(
    DeviceTopic Topic, byte[] Payload, string ContentType, params (string Name, string Value)[] Properties)
{
    /// <summary>Whether the broker keeps it for a machine that comes later.</summary>
    public bool Retain { get; init; }
}
