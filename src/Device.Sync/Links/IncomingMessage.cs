namespace Device.Sync.Links;

/// <summary>A message from the broker.</summary>
/// <param name="Topic">The topic's name.</param>
/// <param name="Payload">The payload.</param>
/// <param name="ContentType">Its content type; null when the sender named none.</param>
/// <param name="Properties">The contract's user properties that it has, by name.</param>
/// <param name="AcknowledgeAsync">Sends the PUBACK; does nothing when the connection is gone, and never throws for network reasons.</param>
internal sealed record IncomingMessage(
    string Topic, ReadOnlyMemory<byte> Payload, string? ContentType, IReadOnlyDictionary<string, string> Properties, Func<CancellationToken, Task> AcknowledgeAsync);
