namespace Device.Sync;

/// <summary>The state that the machine should take. Comes on every connection; versions that are not above the last one of this run are left out.</summary>
/// <param name="Version">Grows with every change.</param>
/// <param name="Json">The whole payload, UTF-8 JSON, checked to be an object with a <c>version</c>.</param>
public sealed record DesiredArrived(long Version, ReadOnlyMemory<byte> Json) : CloudInput;
