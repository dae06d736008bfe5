using Device.Core.Touch;

namespace Device.Hardware.Simulated.Touch;

/// <summary>What touches a glass that is not real. Thread-safe; who feeds at the same time shares the glass.</summary>
public interface ITouchFeed
{
    /// <summary>Moves fingers, waiting where the machine does not keep up: that a finger was lifted must not be lost.</summary>
    /// <param name="contacts">Reports in the order of their time stamps, in millimetres of the panel; each contact from Down to Up or Cancel.</param>
    /// <param name="cancellationToken">Ends the wait; some reports may have been taken.</param>
    /// <returns>A task that ends when all were taken.</returns>
    ValueTask FeedAsync(ReadOnlyMemory<TouchContact> contacts, CancellationToken cancellationToken);

    /// <summary>Whether all that was fed has reached the glass's reader.</summary>
    /// <param name="reports">Reports that the reader has dealt with.</param>
    /// <returns>Whether none is on the way.</returns>
    bool IsRead(long reports);
}
