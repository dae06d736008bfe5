namespace Device.Sync;

/// <summary>Something that went wrong on the way to the cloud. Holds no user's words.</summary>
/// <param name="At">When, by the machine's clock.</param>
/// <param name="Reason">What and why.</param>
public sealed record SyncError(DateTimeOffset At, string Reason);
