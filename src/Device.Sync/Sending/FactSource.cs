using System.Globalization;
using Device.Core.Notebook;
using Device.Storage;

namespace Device.Sync.Sending;

/// <summary>The part of the journal that sync reads.</summary>
/// <param name="Device">The machine.</param>
/// <param name="Epoch">The journal's epoch; it may change while the journal is open.</param>
/// <param name="DurablePosition">The last position of the journal.</param>
/// <param name="Holes">What the medium has lost, as a text that changes when more is lost; empty for nothing.</param>
/// <param name="ReadAsync">Durable entries from a position on (0 and 1 are the beginning), until the end or for ever.</param>
internal sealed record FactSource(
    DeviceId Device, Func<ulong> Epoch, Func<long> DurablePosition, string Holes, Func<long, bool, CancellationToken, IAsyncEnumerable<JournalEntry>> ReadAsync)
{
    /// <summary>What the machine has on flash; null where that is not told.</summary>
    public Func<MachineProgress>? Progress { get; init; }

    /// <summary>The journal itself.</summary>
    /// <param name="journal">The journal.</param>
    /// <returns>Its part.</returns>
    public static FactSource Of(Journal journal) => new(
        journal.Device,
        () => journal.Epoch,
        () => journal.DurablePosition,
        string.Join(',', journal.Report.Holes.Select(h => string.Create(CultureInfo.InvariantCulture, $"{h.From}-{h.To}"))),
        (from, follow, ct) => journal.ReadAsync(Math.Max(from, 1), follow, ct))
    {
        Progress = journal.Progress,
    };
}
