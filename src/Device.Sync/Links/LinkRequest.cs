using Device.Core.Notebook;

namespace Device.Sync.Links;

/// <summary>What a connection should be.</summary>
/// <param name="Device">The machine: client id, and user name where no certificate names it.</param>
/// <param name="Filter">The topic filter to subscribe to with QoS 1.</param>
/// <param name="Will">What the broker publishes when the machine is gone without a word.</param>
/// <param name="ReceiveMaximum">Messages that may wait for our acknowledgement.</param>
/// <param name="MaximumPacketBytes">Largest packet that we take.</param>
/// <param name="KeepAlive">Longest silence; above 0.</param>
/// <param name="SessionExpiry">How long the broker keeps the session.</param>
internal sealed record LinkRequest(
    DeviceId Device,
    string Filter,
    OutgoingMessage Will,
    int ReceiveMaximum,
    int MaximumPacketBytes,
    TimeSpan KeepAlive,
    TimeSpan SessionExpiry);
