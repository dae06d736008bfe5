using Device.Messages;

namespace Device.Sync.Links;

/// <summary>A message to publish with QoS 1. The link adds the contract's version.</summary>
/// <param name="Topic">The topic.</param>
/// <param name="Payload">The payload.</param>
/// <param name="ContentType">Its content type.</param>
/// <param name="Retain">Whether the broker keeps it for later subscribers.</param>
internal sealed record OutgoingMessage(DeviceTopic Topic, byte[] Payload, string ContentType, bool Retain)
{
    /// <summary>Bytes of a packet beside payload, topic and content type, generously: header, packet id, property lengths, version.</summary>
    private const int FixedOverhead = 64;

    /// <summary>The most that a packet can be larger than its payload.</summary>
    /// <param name="topic">The topic.</param>
    /// <param name="contentType">The content type.</param>
    /// <returns>Bytes.</returns>
    public static int Overhead(DeviceTopic topic, string contentType) => FixedOverhead + topic.ToString().Length + contentType.Length;
}
