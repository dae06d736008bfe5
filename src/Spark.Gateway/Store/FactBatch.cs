using Device.Core.Notebook;

namespace Spark.Gateway.Store;

/// <summary>Facts of one machine and one epoch, to be stored. Immutable.</summary>
/// <param name="Device">The machine; every fact is its own.</param>
/// <param name="Epoch">The epoch; every fact is of it.</param>
/// <param name="Facts">In any order, repeated or not; 1 or more.</param>
internal sealed record FactBatch(DeviceId Device, ulong Epoch, IReadOnlyList<Fact> Facts);
