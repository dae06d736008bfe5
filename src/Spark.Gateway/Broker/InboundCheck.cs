using System.Globalization;
using Device.Messages;
using MQTTnet;

namespace Spark.Gateway.Broker;

/// <summary>What the contract asks of every message, whatever it is for. Pure.</summary>
internal static class InboundCheck
{
    /// <summary>Why a message is refused before anybody handles it, or null.</summary>
    /// <param name="message">The message.</param>
    /// <param name="topic">Its topic, when it is one of the contract.</param>
    public static string? Refusal(MqttApplicationMessage message, out DeviceTopic topic)
    {
        if (!DeviceTopic.TryParse(message.Topic, out topic))
        {
            return "topic";
        }

        if (message.Payload.Length > MqttContract.MaxPayloadBytes)
        {
            return "size";
        }

        var version = message.UserProperties?.FirstOrDefault(property => property.Name == MqttContract.VersionProperty);
        var isKnown = version is null
            || (int.TryParse(version.ValueBuffer.Span, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= MqttContract.Version);
        return isKnown ? null : "version";
    }
}
