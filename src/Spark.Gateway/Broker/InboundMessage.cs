using Device.Messages;

namespace Spark.Gateway.Broker;

/// <summary>A message from a machine, with a topic of the contract and a size and version that are allowed. Immutable.</summary>
/// <param name="Topic">Whose it is and what for.</param>
/// <param name="Payload">Its bytes.</param>
/// <param name="ContentType">Its content type; may be empty.</param>
/// <param name="Settle">
/// Tells the broker that another message may come. Called once, when the message has been dealt with, well or badly.
/// </param>
internal sealed record InboundMessage(
    DeviceTopic Topic, ReadOnlyMemory<byte> Payload, string ContentType, Func<CancellationToken, Task> Settle)
{
    /// <summary>Refuses a message of another content type.</summary>
    /// <exception cref="MessageFormatException">It is of another.</exception>
    public void Expect(string contentType)
    {
        if (ContentType != contentType)
        {
            throw new MessageFormatException("content type", $"{contentType} expected");
        }
    }

    /// <summary>The trace it belongs to (<see cref="MqttContract.TraceProperty"/>); default for none.</summary>
    public System.Diagnostics.ActivityContext Trace { get; init; }
}
