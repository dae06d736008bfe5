namespace Device.Core.Speech;

/// <summary>
/// A microphone, real or simulated. It records from when it is opened until it is closed. One reader at a time; frames come in the order
/// of their positions, and what a late reader or the machine loses is a marked gap and never a shift of what follows.
/// </summary>
public interface IMicrophone
{
    /// <summary>What has gone wrong since it was opened. May be read from any thread.</summary>
    MicrophoneCounters Counters { get; }

    /// <summary>Waits for the next frame.</summary>
    /// <param name="cancellationToken">Ends the wait; no frame is lost by that.</param>
    /// <returns>The frame, whose samples stay valid until the next call; null when the microphone is closed or gone for good.</returns>
    ValueTask<AudioFrame?> ReadAsync(CancellationToken cancellationToken);
}
