using System.Globalization;
using Device.Core.Notebook;
using Device.Messages;

namespace Spark.Gateway.Store;

/// <summary>The statements over facts, positions and epochs; each call is inside a transaction that the caller commits.</summary>
internal static class FactTable
{
    private const string OutOfRange = "the sequence is 0 or above 2^63-1";
    private const string Conflict = "another fact of this name is stored: the machine was cloned, or its epoch was used twice";

    /// <summary>Locks accounts, in their order so that two workers cannot wait for each other.</summary>
    public static async Task LockHeadsAsync(SqlSession session, IEnumerable<string> accounts, CancellationToken cancellationToken)
    {
        foreach (var account in accounts.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal))
        {
            var select = $"SELECT n FROM head WHERE account = @account{session.Dialect.ForUpdate}";
            if (await session.ScalarAsync<long?>(select, cancellationToken, ("account", account)) is null)
            {
                await session.ExecuteAsync("INSERT INTO head (account, n) VALUES (@account, 0) ON CONFLICT DO NOTHING", cancellationToken, ("account", account));
                await session.ScalarAsync<long?>(select, cancellationToken, ("account", account));
            }
        }
    }

    /// <summary>Stores one batch; the account is locked.</summary>
    public static async Task<AppendResult> AppendAsync(SqlSession session, FactBatch batch, string account, CancellationToken cancellationToken)
    {
        var epoch = unchecked((long)batch.Epoch);
        List<RejectedFact> rejected = [];
        Dictionary<long, EncodedFact> offered = [];
        var known = 0;
        foreach (var fact in batch.Facts)
        {
            if (fact.Id.Sequence is 0 or > long.MaxValue)
            {
                rejected.Add(new RejectedFact(fact.Id.Sequence, OutOfRange));
                continue;
            }

            var encoded = EncodedFact.From(fact);
            if (!offered.TryAdd(encoded.Sequence, encoded))
            {
                Judge(encoded, offered[encoded.Sequence].Hash, rejected, ref known);
            }
        }

        foreach (var (sequence, hash) in await StoredAsync(session, batch.Device, epoch, [.. offered.Keys], cancellationToken))
        {
            Judge(offered[sequence], hash, rejected, ref known);
            offered.Remove(sequence);
        }

        var added = await PlaceAsync(session, account, [.. offered.Values.OrderBy(fact => fact.Sequence)], cancellationToken);
        if (added.Count > 0)
        {
            await session.Dialect.InsertFactsAsync(session, batch.Device, epoch, account, added, cancellationToken);
        }

        var state = await AckAsync(session, batch.Device, epoch, cancellationToken);
        AckMessage ack = new(
            batch.Epoch.ToString("x16", CultureInfo.InvariantCulture),
            (ulong)state.Contiguous,
            (ulong)state.Highest,
            state.Holes,
            [.. rejected.Take(AckMessage.MaxHoles)]);
        return new AppendResult(
            batch.Device, account, ack, [.. added.Select(fact => new PlacedFact(fact.Position, fact.Fact))], known, rejected.Count(each => each.Reason == Conflict));
    }

    public static async Task<IReadOnlyList<PlacedFact>> ReadAsync(
        SqlSession session, FactCursor cursor, int maxFacts, int maxBytes, CancellationToken cancellationToken)
    {
        await using var command = session.Command(
            $"SELECT position, body FROM fact WHERE account = @account AND position > @after AND {NotOwn} ORDER BY position LIMIT @limit",
            [.. Parameters(cursor), ("limit", (long)maxFacts)]);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        List<PlacedFact> facts = [];
        var bytes = 0;
        while (await reader.ReadAsync(cancellationToken))
        {
            var body = reader.GetFieldValue<byte[]>(1);
            bytes += body.Length;
            if (facts.Count > 0 && bytes > maxBytes)
            {
                break;
            }

            facts.Add(new PlacedFact(reader.GetInt64(0), FactCodec.Read(body, out _)));
        }

        return facts;
    }

    public static async Task<long> LastPositionAsync(SqlSession session, FactCursor cursor, CancellationToken cancellationToken) =>
        await session.ScalarAsync<long?>(
            $"SELECT position FROM fact WHERE account = @account AND position <= @after AND {NotOwn} ORDER BY position DESC LIMIT 1",
            cancellationToken,
            Parameters(cursor)) ?? 0;

    /// <summary>Gives facts of one account positions in another; both are locked.</summary>
    public static async Task MoveAsync(SqlSession session, string from, string to, CancellationToken cancellationToken)
    {
        var count = await session.ScalarAsync<long?>("SELECT count(*) FROM fact WHERE account = @from", cancellationToken, ("from", from)) ?? 0;
        if (count == 0)
        {
            return;
        }

        var last = await AdvanceAsync(session, to, count, cancellationToken);
        await session.ExecuteAsync(
            """
            UPDATE fact SET account = @to, position = @before + moved.rank
            FROM (
              SELECT device, epoch, sequence, row_number() OVER (ORDER BY position) AS rank FROM fact WHERE account = @from
            ) AS moved
            WHERE fact.device = moved.device AND fact.epoch = moved.epoch AND fact.sequence = moved.sequence
            """,
            cancellationToken,
            ("from", from),
            ("to", to),
            ("before", last - count));
    }

    private const string NotOwn = "(@unknown = 1 OR device <> @reader OR epoch <> @epoch)";

    private static (string Name, object? Value)[] Parameters(FactCursor cursor) =>
    [
        ("account", cursor.Account),
        ("after", cursor.After),
        ("reader", cursor.Reader.Value),
        ("epoch", unchecked((long)(cursor.Epoch ?? 0))),
        ("unknown", cursor.Epoch is null ? 1 : 0),
    ];

    private static void Judge(EncodedFact fact, byte[] stored, List<RejectedFact> rejected, ref int known)
    {
        if (fact.Hash.AsSpan().SequenceEqual(stored))
        {
            known++;
        }
        else
        {
            rejected.Add(new RejectedFact((ulong)fact.Sequence, Conflict));
        }
    }

    private static async Task<List<(long Sequence, byte[] Hash)>> StoredAsync(
        SqlSession session, DeviceId device, long epoch, long[] sequences, CancellationToken cancellationToken) =>
        await session.RowsAsync(
            $"SELECT sequence, hash FROM fact WHERE device = @device AND epoch = @epoch AND {session.Dialect.SequenceIsListed}",
            row => (row.GetInt64(0), row.GetFieldValue<byte[]>(1)),
            cancellationToken,
            ("device", device.Value),
            ("epoch", epoch),
            ("sequences", session.Dialect.Sequences(sequences)));

    private static async Task<List<EncodedFact>> PlaceAsync(
        SqlSession session, string account, IReadOnlyList<EncodedFact> facts, CancellationToken cancellationToken)
    {
        if (facts.Count == 0)
        {
            return [];
        }

        var last = await AdvanceAsync(session, account, facts.Count, cancellationToken);
        return [.. facts.Select((fact, i) => fact with { Position = last - facts.Count + 1 + i })];
    }

    private static async Task<long> AdvanceAsync(SqlSession session, string account, long count, CancellationToken cancellationToken) =>
        await session.ScalarAsync<long?>(
            "UPDATE head SET n = n + @count WHERE account = @account RETURNING n", cancellationToken, ("account", account), ("count", count))
        ?? throw new InvalidOperationException($"The account '{account}' has no head.");

    private static async Task<AckState> AckAsync(SqlSession session, DeviceId device, long epoch, CancellationToken cancellationToken)
    {
        var before = await session.ScalarAsync<long?>(
            "SELECT contiguous FROM epoch WHERE device = @device AND epoch = @epoch",
            cancellationToken,
            ("device", device.Value),
            ("epoch", epoch)) ?? 0;
        var above = await session.RowsAsync(
            "SELECT sequence FROM fact WHERE device = @device AND epoch = @epoch AND sequence > @contiguous ORDER BY sequence LIMIT @limit",
            row => row.GetInt64(0),
            cancellationToken,
            ("device", device.Value),
            ("epoch", epoch),
            ("contiguous", before),
            ("limit", (long)AckState.Window));
        var state = AckState.From(before, above);
        if (state.Contiguous != before)
        {
            await session.ExecuteAsync(
                """
                INSERT INTO epoch (device, epoch, contiguous) VALUES (@device, @epoch, @contiguous)
                ON CONFLICT (device, epoch) DO UPDATE SET contiguous = @contiguous
                """,
                cancellationToken,
                ("device", device.Value),
                ("epoch", epoch),
                ("contiguous", state.Contiguous));
        }

        return state;
    }
}
