namespace Device.Core.Speech;

/// <summary>A loudspeaker, real or simulated.</summary>
public interface ISpeaker
{
    /// <summary>Plays samples and ends when the last one was heard. One call at a time.</summary>
    /// <param name="samples">16 kHz, one channel; not changed until the task ends.</param>
    /// <param name="cancellationToken">Stops at once.</param>
    /// <returns>A task that ends with the sound.</returns>
    /// <exception cref="IOException">The device is gone or refuses.</exception>
    Task PlayAsync(ReadOnlyMemory<short> samples, CancellationToken cancellationToken);
}
