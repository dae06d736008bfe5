using Device.Core.Notebook;
using Device.Messages;

namespace Spark.Gateway.Store;

/// <summary>Facts of one machine and one epoch, to be stored. Immutable.</summary>
/// <param name="Device">The machine; every fact is its own.</param>
/// <param name="Epoch">The epoch; every fact is of it.</param>
/// <param name="Facts">In any order, repeated or not; none when all were refused.</param>
internal sealed record FactBatch(DeviceId Device, ulong Epoch, IReadOnlyList<Fact> Facts)
{
    /// <summary>Facts of the same message that are not to be stored, and why: told in the acknowledgement.</summary>
    public IReadOnlyList<RejectedFact> Refused { get; init; } = [];
}
