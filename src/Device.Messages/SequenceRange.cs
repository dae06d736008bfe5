namespace Device.Messages;

/// <summary>Sequences from first to last, both inside.</summary>
/// <param name="First">The first.</param>
/// <param name="Last">The last, not below the first.</param>
public readonly record struct SequenceRange(ulong First, ulong Last);
