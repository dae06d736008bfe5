using Device.Core.Ink;

namespace Device.Hardware.Simulated.Pen;

/// <summary>What moves a pen that is not real. One feeder at a time.</summary>
public interface IPenFeed
{
    /// <summary>Moves the pen, waiting where the machine does not keep up.</summary>
    /// <param name="samples">Samples in the order of their time stamps, in millimetres of the panel.</param>
    /// <param name="cancellationToken">Ends the wait; some samples may have been taken.</param>
    /// <returns>A task that ends when all were taken.</returns>
    ValueTask FeedAsync(ReadOnlyMemory<PenSample> samples, CancellationToken cancellationToken);

    /// <summary>Whether all that was fed has reached the pen's reader.</summary>
    /// <param name="samples">Samples that the reader has dealt with.</param>
    /// <returns>Whether none is on the way.</returns>
    bool IsRead(long samples);
}
