namespace Device.Core.Power;

/// <summary>Something that happened to the machine's case, keys or supply.</summary>
/// <param name="Kind">What.</param>
/// <param name="TimestampMicroseconds">When, in microseconds of the source's monotonic clock; only differences mean something.</param>
public readonly record struct DeviceEvent(DeviceEventKind Kind, long TimestampMicroseconds);
