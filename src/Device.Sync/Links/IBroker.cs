namespace Device.Sync.Links;

/// <summary>The port behind which MQTT lies. A simulation has its own; the product's is <see cref="MqttBroker"/>.</summary>
internal interface IBroker
{
    /// <summary>Connects and subscribes.</summary>
    /// <param name="request">Who we are and what we want.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The connection; messages may arrive from the first moment.</returns>
    /// <exception cref="LinkException">There is no connection, or not the one wanted.</exception>
    Task<IBrokerLink> ConnectAsync(LinkRequest request, CancellationToken cancellationToken);
}
