using System.Buffers;
using Device.Core.Notebook;
using Device.Messages;
using Device.Storage;

namespace Device.Sync.Rejoining;

/// <summary>
/// Writes a machine's facts again that its account will not take as they are (<see cref="Rejoin"/>), and takes the old ones out
/// of its journal. Runs on a journal that was just opened with <see cref="JournalOptions.NewEpoch"/>, before anything else
/// writes to it and before views are opened; views of before are to be made anew.
/// </summary>
public static class JournalRejoin
{
    private const int BatchFacts = 1_024;
    private const int BatchBytes = 256 * 1_024;

    /// <summary>Takes the steps that are left of an order.</summary>
    /// <param name="journal">The journal, under a new epoch.</param>
    /// <param name="order">The order, not done.</param>
    /// <param name="save">Keeps an order on flash.</param>
    /// <param name="time">The wall clock.</param>
    /// <param name="ct">Stops it; the next run goes on.</param>
    /// <returns>What was done. While the order that was saved last is not done, close the journal, open it anew and call this again.</returns>
    /// <exception cref="IOException">The journal or the order could not be written; the next run goes on.</exception>
    public static async Task<RejoinReport> RunAsync(
        Journal journal, RejoinOrder order, Func<RejoinOrder, CancellationToken, ValueTask> save, TimeProvider time, CancellationToken ct)
    {
        var written = 0;
        if (!order.Written)
        {
            // Before anything is written under this epoch: should it come to nothing, it is known to count for nothing.
            order = order with { Attempts = [.. order.Attempts, EpochText.Of(journal.Epoch)] };
            await save(order, ct);
            written = await WriteAgainAsync(journal, order, time, ct);
            order = order with { Written = true };
            await save(order, ct);
        }

        var withdrawn = Withdrawn(journal.Device, order);
        var report = await journal.CompactAsync(new CompactionOptions { DeadPercent = 0, BytesPerSecond = 0 }, f => withdrawn(f.Id), null, ct);
        var left = 0;
        await foreach (var entry in journal.ReadAsync(1, follow: false, ct))
        {
            left += withdrawn(entry.Fact.Id) ? 1 : 0;
        }

        // An open after a power cut takes what was not surely synced over into the segment that is written, which no compaction
        // touches: then it is done after one more open. Damaged segments stay as they are, with what they hold.
        await save(order with { Done = left == 0 || report.LeftDamaged > 0 }, ct);
        return new RejoinReport(written, report.Dropped, left);
    }

    /// <summary>Names of facts that count no more: what the gateway lacks of closed epochs, and attempts that came to nothing.</summary>
    private static Func<FactId, bool> Withdrawn(DeviceId device, RejoinOrder order)
    {
        var stored = Stored(device, order);
        var closed = order.Closed.Select(c => EpochText.Read(c.Epoch)).ToHashSet();
        var failed = order.Attempts.SkipLast(1).Select(EpochText.Read).ToHashSet();
        return id => id.Device == device && (failed.Contains(id.Epoch) || (closed.Contains(id.Epoch) && !stored.Contains(id)));
    }

    private static VersionVector Stored(DeviceId device, RejoinOrder order)
    {
        var stored = new SeenFacts();
        foreach (var ack in order.Closed)
        {
            ulong next = 1;
            foreach (var hole in ack.Holes)
            {
                stored.Add(device, EpochText.Read(ack.Epoch), new SequenceSpan(next, hole.First - 1));
                next = hole.Last + 1;
            }

            stored.Add(device, EpochText.Read(ack.Epoch), new SequenceSpan(next, ack.Highest));
        }

        return stored.ToVector();
    }

    private static async Task<int> WriteAgainAsync(Journal journal, RejoinOrder order, TimeProvider time, CancellationToken ct)
    {
        var withdrawn = Withdrawn(journal.Device, order);
        var closed = order.Closed.Select(c => EpochText.Read(c.Epoch)).ToHashSet();
        var (snapshot, own, floor) = (new Notebook(), new List<Fact>(), default(Hlc));
        await foreach (var entry in journal.ReadAsync(1, follow: false, ct))
        {
            var fact = entry.Fact;
            if (!withdrawn(fact.Id))
            {
                snapshot.Apply(fact);
                floor = fact.Time > floor ? fact.Time : floor;
            }
            else if (closed.Contains(fact.Id.Epoch))
            {
                own.Add(fact);
            }
        }

        var again = Rejoin.Again(own, VersionVector.Empty, snapshot, journal.Epoch, floor, time.GetUtcNow().ToUnixTimeMilliseconds());
        foreach (var batch in Batches([.. again.Select(f => f.Body)]))
        {
            // The journal gives the names that the facts were renamed to: nothing else writes.
            await journal.AppendAsync(batch, ct);
        }

        return again.Length;
    }

    private static IEnumerable<IReadOnlyList<FactBody>> Batches(IReadOnlyList<FactBody> bodies)
    {
        var (batch, bytes, measure) = (new List<FactBody>(), 0, new ArrayBufferWriter<byte>());
        foreach (var body in bodies)
        {
            measure.ResetWrittenCount();
            FactCodec.WriteBody(body, measure);
            if (batch.Count > 0 && (batch.Count == BatchFacts || bytes + measure.WrittenCount > BatchBytes))
            {
                yield return batch;
                (batch, bytes) = ([], 0);
            }

            batch.Add(body);
            bytes += measure.WrittenCount;
        }

        if (batch.Count > 0)
        {
            yield return batch;
        }
    }
}
