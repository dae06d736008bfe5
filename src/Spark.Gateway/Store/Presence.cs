using Device.Core.Notebook;

namespace Spark.Gateway.Store;

/// <summary>A machine came or went. Immutable.</summary>
/// <param name="Device">The machine.</param>
/// <param name="IsOnline">Whether it is connected.</param>
/// <param name="Epoch">The epoch it named, or null to keep the last.</param>
/// <param name="At">When it was told.</param>
internal sealed record Presence(DeviceId Device, bool IsOnline, ulong? Epoch, DateTimeOffset At);
