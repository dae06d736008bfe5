namespace Device.Sync.Sending;

/// <summary>Bounds of an <see cref="Outbox"/>.</summary>
/// <param name="Facts">Most facts in memory.</param>
/// <param name="Bytes">Most bytes in memory; one fact is always held.</param>
/// <param name="AckTimeout">Silence of the gateway after which the oldest facts go again.</param>
/// <param name="HoleDelay">How long ago a fact must have been sent before a hole that names it counts.</param>
internal readonly record struct OutboxLimits(int Facts, int Bytes, TimeSpan AckTimeout, TimeSpan HoleDelay);
