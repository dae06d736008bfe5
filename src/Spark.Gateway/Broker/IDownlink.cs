namespace Spark.Gateway.Broker;

/// <summary>The port to the machines. Safe to use from any thread.</summary>
internal interface IDownlink
{
    /// <summary>Largest payload in bytes that a message may have now: the contract's limit or the broker's.</summary>
    int MaxPayloadBytes { get; }

    /// <summary>Sends a message, at least once, and waits for the broker to take it.</summary>
    /// <returns>
    /// Whether the broker took it. False is no exception: the broker is away, slow or refuses, and the machine asks again.
    /// Taken is not delivered.
    /// </returns>
    /// <exception cref="OperationCanceledException">The caller cancelled.</exception>
    Task<bool> SendAsync(OutboundMessage message, CancellationToken cancellationToken);
}
