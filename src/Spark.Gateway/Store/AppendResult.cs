using Device.Core.Notebook;
using Device.Messages;

namespace Spark.Gateway.Store;

/// <summary>What became of a batch, true only once the transaction has committed. Immutable.</summary>
/// <param name="Device">The machine.</param>
/// <param name="Account">The account its facts went to.</param>
/// <param name="Ack">What the machine is told.</param>
/// <param name="Added">Facts that were new, by position.</param>
/// <param name="Known">How many had been stored before.</param>
/// <param name="Conflicts">How many had the name of a stored fact and other content: a cloned or broken machine.</param>
internal sealed record AppendResult(
    DeviceId Device, string Account, AckMessage Ack, IReadOnlyList<PlacedFact> Added, int Known, int Conflicts);
