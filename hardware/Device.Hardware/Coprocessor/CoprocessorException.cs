using Device.Link;

namespace Device.Hardware.Coprocessor;

/// <summary>The co-processor answered, and refused. A line that is broken is a plain <see cref="IOException"/> instead.</summary>
/// <param name="message">What was asked and what the answer was.</param>
/// <param name="status">The answer.</param>
public sealed class CoprocessorException(string message, LinkStatus status) : IOException(message)
{
    /// <summary>The answer.</summary>
    public LinkStatus Status { get; } = status;
}
