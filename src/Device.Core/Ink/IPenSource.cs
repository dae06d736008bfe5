namespace Device.Core.Ink;

/// <summary>
/// A pen, real or simulated. One reader at a time; the source may be filled from another thread.
/// Samples come in the order of their time stamps.
/// </summary>
public interface IPenSource
{
    /// <summary>
    /// Waits until at least one sample is there, then drains as many as fit, so that a reader that was
    /// late catches up in one wake-up.
    /// </summary>
    /// <param name="buffer">Receives the samples; its length bounds one wake-up's work.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The number of samples written, 1 to the buffer's length; 0 when the pen is gone for good.</returns>
    ValueTask<int> ReadAsync(Memory<PenSample> buffer, CancellationToken cancellationToken);
}
