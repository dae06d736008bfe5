using System.Threading.Channels;

namespace Device.Sync.Links;

/// <summary>One connection to a broker, from its beginning to its end. Disposing it without <see cref="CloseAsync"/> makes the broker publish the last will.</summary>
internal interface IBrokerLink : IAsyncDisposable
{
    /// <summary>What the broker allows.</summary>
    LinkLimits Limits { get; }

    /// <summary>What arrives, in order. Ends when the connection does.</summary>
    ChannelReader<IncomingMessage> Incoming { get; }

    /// <summary>Completes with the reason when the connection has ended.</summary>
    Task<string> Ended { get; }

    /// <summary>Publishes with QoS 1. Calls may overlap; they are sent in the order of the calls.</summary>
    /// <param name="message">The message.</param>
    /// <param name="cancellationToken">Stops waiting; the message may have been sent.</param>
    /// <returns>What the broker said. Its acceptance is not delivery.</returns>
    /// <exception cref="LinkException">The connection ended.</exception>
    Task<PublishOutcome> PublishAsync(OutgoingMessage message, CancellationToken cancellationToken);

    /// <summary>Says goodbye: the session stays, the last will is not published. Never throws for network reasons.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>When it is said.</returns>
    Task CloseAsync(CancellationToken cancellationToken);
}
