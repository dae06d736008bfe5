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

    /// <summary>Whether time stamps are of the clock of <see cref="System.Diagnostics.Stopwatch"/> (CLOCK_MONOTONIC), so that the way from the pen can be timed.</summary>
    bool IsTimed => false;

    /// <summary>Why nothing can be written now, as while the digitiser is unplugged and waited for; null when it works. Any thread.</summary>
    string? Trouble => null;

    /// <summary>As <see cref="ReadAsync"/>, for a thread of its own: waits on that thread.</summary>
    /// <param name="buffer">Receives the samples.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The number of samples written; 0 when the pen is gone for good.</returns>
    int Read(Memory<PenSample> buffer, CancellationToken cancellationToken)
    {
        var read = ReadAsync(buffer, cancellationToken);
        return read.IsCompleted ? read.GetAwaiter().GetResult() : read.AsTask().GetAwaiter().GetResult();
    }
}
