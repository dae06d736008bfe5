namespace Device.Core.Speech;

/// <summary>What has gone wrong with a microphone since it was opened.</summary>
/// <param name="Overruns">How often the sound hardware's buffer ran over because it was not read in time.</param>
/// <param name="Suspends">How often the machine slept or the hardware was suspended while recording.</param>
/// <param name="Departures">How often the device went away, as when it is unplugged.</param>
/// <param name="DroppedFrames">Whole frames that a late reader did not get.</param>
/// <param name="LostSamples">All samples missing from the time line, dropped frames included.</param>
/// <param name="IsAway">The device is gone at the moment and being waited for.</param>
/// <param name="IsMuted">The mute switch is on: the device is closed. The time of it counts into <paramref name="LostSamples"/> once it is over.</param>
public readonly record struct MicrophoneCounters(
    long Overruns, long Suspends, long Departures, long DroppedFrames, long LostSamples, bool IsAway, bool IsMuted = false);
