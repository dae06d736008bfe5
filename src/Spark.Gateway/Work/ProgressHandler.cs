using Device.Messages;
using Spark.Gateway.Broker;
using Spark.Gateway.Store;

namespace Spark.Gateway.Work;

/// <summary><c>up/progress</c>: what a machine has on flash is kept, and answered by what every machine of its account has.</summary>
internal sealed class ProgressHandler(IAccountStore store, IDownlink downlink, TimeProvider timeProvider)
{
    /// <summary>Handles one message.</summary>
    /// <exception cref="MessageFormatException">The payload is not a progress of this machine.</exception>
    public async Task HandleAsync(InboundMessage message, CancellationToken cancellationToken)
    {
        message.Expect(MqttContract.Progress);
        var progress = ProgressCodec.Read(message.Payload.Span);
        if (progress.Device != message.Topic.Device)
        {
            throw new MessageFormatException("device", "the machine of the topic expected");
        }

        var horizon = await store.SetProgressAsync(progress, timeProvider.GetUtcNow(), cancellationToken);
        var payload = HorizonCodec.Write(horizon);
        if (payload.Length <= downlink.MaxPayloadBytes)
        {
            await downlink.SendAsync(
                new OutboundMessage(new DeviceTopic(progress.Device, TopicKind.DownHorizon), payload, MqttContract.Horizon), cancellationToken);
        }
    }
}
