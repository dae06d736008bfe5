using Device.Core.Notebook;
using Device.Messages;

namespace Spark.Gateway.Store;

/// <summary>
/// Stores batches of facts in one transaction, with as many statements for a hundred batches as for one. The accounts are
/// locked. Used once.
/// </summary>
internal sealed class FactAppend(SqlSession session, IReadOnlyDictionary<DeviceId, string> accounts)
{
    private const string OutOfRange = "the sequence is 0 or above 2^63-1";
    private const string Conflict = "another fact of this name is stored: the machine was cloned, or its epoch was used twice";

    private const string Closed = "the machine was expelled after a long silence and has to rejoin: its epoch is closed";

    private readonly Dictionary<FactKey, (EncodedFact Fact, Outcome Batch)> _offered = [];

    /// <summary>Stores the batches.</summary>
    /// <returns>One result for each, in the same order.</returns>
    public async Task<IReadOnlyList<AppendResult>> RunAsync(IReadOnlyList<FactBatch> batches, CancellationToken cancellationToken)
    {
        List<Outcome> outcomes = [.. batches.Select((batch, index) => new Outcome(batch, index))];
        foreach (var outcome in outcomes)
        {
            Offer(outcome);
        }

        if (_offered.Count > 0)
        {
            await DropStoredAsync(cancellationToken);
        }

        List<(string Device, long Epoch)> epochs = [.. batches.Select(batch => (batch.Device.Value, unchecked((long)batch.Epoch))).Distinct()];
        var before = await EpochTable.ReadAsync(session, epochs, cancellationToken);
        RefuseClosed(before);
        if (_offered.Count > 0)
        {
            await InsertAsync(cancellationToken);
        }

        var states = await EpochTable.AdvanceAsync(session, epochs, before, _offered.Keys, cancellationToken);
        List<AppendResult> results = [];
        foreach (var outcome in outcomes)
        {
            var (account, device) = (accounts[outcome.Batch.Device], outcome.Batch.Device);
            var epoch = (device.Value, unchecked((long)outcome.Batch.Epoch));
            var closed = before.GetValueOrDefault(epoch).IsClosed
                ? new ClosedEpoch(account, await FactTable.LastOfOthersAsync(session, account, device, cancellationToken))
                : null;
            results.Add(outcome.Result(account, states[epoch], closed));
        }

        return results;
    }

    private void Offer(Outcome outcome)
    {
        foreach (var fact in outcome.Batch.Facts)
        {
            if (fact.Id.Sequence is 0 or > long.MaxValue)
            {
                outcome.Rejected.Add(new RejectedFact(fact.Id.Sequence, OutOfRange));
                continue;
            }

            var encoded = EncodedFact.From(fact, accounts[outcome.Batch.Device]);
            if (!_offered.TryAdd(encoded.Key, (encoded, outcome)))
            {
                outcome.Judge(encoded, _offered[encoded.Key].Fact.Hash);
            }
        }
    }

    /// <summary>The others may have dropped what such facts speak of: the machine writes them again, as they make sense now.</summary>
    private void RefuseClosed(Dictionary<(string Device, long Epoch), (long Contiguous, long Highest, long Settled, bool IsClosed)> before)
    {
        foreach (var (key, (_, batch)) in _offered.Where(offer => before.GetValueOrDefault((offer.Key.Device, offer.Key.Epoch)).IsClosed).ToList())
        {
            _offered.Remove(key);
            batch.Rejected.Add(new RejectedFact((ulong)key.Sequence, Closed));
        }
    }

    private async Task DropStoredAsync(CancellationToken cancellationToken)
    {
        var keys = _offered.Keys.ToArray();
        var rows = session.Dialect.Table(
            "k",
            ("device", keys.Select(key => key.Device).ToArray()),
            ("epoch", keys.Select(key => key.Epoch).ToArray()),
            ("sequence", keys.Select(key => key.Sequence).ToArray()));
        var stored = await session.RowsAsync(
            $"""
            SELECT f.device, f.epoch, f.sequence, f.hash FROM {rows.Sql}
            JOIN fact AS f ON f.device = k.device AND f.epoch = k.epoch AND f.sequence = k.sequence
            """,
            row => (Key: new FactKey(row.GetString(0), row.GetInt64(1), row.GetInt64(2)), Hash: row.GetFieldValue<byte[]>(3)),
            cancellationToken,
            rows.Parameters);
        foreach (var (key, hash) in stored)
        {
            _offered.Remove(key, out var offer);
            offer.Batch.Judge(offer.Fact, hash);
        }
    }

    private async Task InsertAsync(CancellationToken cancellationToken)
    {
        // Each batch's positions follow one another, so that "sent from here to here" is true of a message with one batch; within
        // it the order is that of the sequences, which is the order in which the machine wrote.
        var facts = _offered.Values.OrderBy(offer => offer.Batch.Index).ThenBy(offer => offer.Fact.Key.Sequence).ToList();
        var counts = facts.GroupBy(offer => offer.Fact.Account).ToDictionary(group => group.Key, group => group.LongCount());
        var last = await FactTable.AdvanceAsync(session, counts, cancellationToken);
        var next = counts.ToDictionary(each => each.Key, each => last[each.Key] - each.Value + 1);
        List<EncodedFact> placed = [];
        foreach (var (fact, batch) in facts)
        {
            var position = next[fact.Account]++;
            placed.Add(fact with { Position = position });
            batch.Added.Add(new PlacedFact(position, fact.Fact));
        }

        await session.Dialect.InsertFactsAsync(session, placed, cancellationToken);
    }

    /// <summary>What becomes of one batch, while it is worked out.</summary>
    private sealed class Outcome(FactBatch batch, int index)
    {
        private readonly SequenceSet _known = new();
        private int _knownCount;
        private int _conflicts;

        public FactBatch Batch => batch;

        public int Index => index;

        public List<PlacedFact> Added { get; } = [];

        public List<RejectedFact> Rejected { get; } = [.. batch.Refused];

        public void Judge(EncodedFact fact, byte[] other)
        {
            if (fact.Hash.AsSpan().SequenceEqual(other))
            {
                _known.Add((ulong)fact.Key.Sequence);
                _knownCount++;
                return;
            }

            _conflicts++;
            Rejected.Add(new RejectedFact((ulong)fact.Key.Sequence, Conflict));
        }

        public AppendResult Result(string account, AckState state, ClosedEpoch? closed)
        {
            var stored = new SequenceSet();
            foreach (var (first, last) in _known.Ranges)
            {
                stored.AddRange(first, last);
            }

            Added.ForEach(placed => stored.Add(placed.Fact.Id.Sequence));
            AckMessage ack = new(
                EpochText.Of(batch.Epoch),
                (ulong)state.Contiguous,
                (ulong)state.Highest,
                state.Holes,
                [.. Rejected.Take(AckMessage.MaxHoles)])
            {
                Closed = closed,
                Stored = [.. stored.Ranges.Take(AckMessage.MaxStored).Select(range => new SequenceRange(range.First, range.Last))],
                Withheld = state.Withholds,
            };
            return new AppendResult(batch.Device, account, ack, Added, _knownCount, _conflicts);
        }
    }
}
