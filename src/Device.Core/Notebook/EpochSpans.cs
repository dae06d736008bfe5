using System.Collections.Immutable;

namespace Device.Core.Notebook;

/// <summary>What has been seen of one machine's epoch.</summary>
/// <param name="Device">The machine.</param>
/// <param name="Epoch">Its epoch.</param>
/// <param name="Spans">The sequences, ascending, with at least one missing between two spans; never empty.</param>
public readonly record struct EpochSpans(DeviceId Device, ulong Epoch, ImmutableArray<SequenceSpan> Spans)
{
    internal (DeviceId Device, ulong Epoch) Key => (Device, Epoch);
}
