using Device.Core.Notebook;

namespace Spark.Gateway.Store;

/// <summary>The statements over facts and positions; each call is inside a transaction that the caller commits.</summary>
internal static class FactTable
{
    /// <summary>Locks accounts, in their order so that two workers cannot wait for each other.</summary>
    public static async Task LockHeadsAsync(SqlSession session, IEnumerable<string> accounts, CancellationToken cancellationToken)
    {
        var wanted = accounts.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToArray();
        var locked = await LockAsync(session, wanted, cancellationToken);
        if (wanted.Except(locked).ToArray() is { Length: > 0 } missing)
        {
            var rows = session.Dialect.Table("a", ("account", missing));
            await session.ExecuteAsync(
                $"INSERT INTO head (account, n) SELECT a.account, 0 FROM {rows.Sql} WHERE true ON CONFLICT DO NOTHING", cancellationToken, rows.Parameters);
            await LockAsync(session, wanted, cancellationToken);
        }
    }

    /// <summary>Gives out positions; the accounts are locked.</summary>
    /// <returns>The last position of each account, after as many as were asked for.</returns>
    public static async Task<Dictionary<string, long>> AdvanceAsync(
        SqlSession session, IReadOnlyDictionary<string, long> counts, CancellationToken cancellationToken)
    {
        var rows = session.Dialect.Table("c", ("account", counts.Keys.ToArray()), ("count", counts.Values.ToArray()));
        var advanced = await session.RowsAsync(
            $"UPDATE head SET n = n + c.count FROM {rows.Sql} WHERE head.account = c.account RETURNING head.account, n",
            row => (Account: row.GetString(0), Last: row.GetInt64(1)),
            cancellationToken,
            rows.Parameters);
        return advanced.ToDictionary(each => each.Account, each => each.Last);
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

    public static async Task<IReadOnlyList<long>> LastPositionsAsync(SqlSession session, IReadOnlyList<FactCursor> cursors, CancellationToken cancellationToken)
    {
        var rows = session.Dialect.Table(
            "c",
            ("number", cursors.Select((_, i) => (long)i).ToArray()),
            ("account", cursors.Select(cursor => cursor.Account).ToArray()),
            ("after", cursors.Select(cursor => cursor.After).ToArray()),
            ("reader", cursors.Select(cursor => cursor.Reader.Value).ToArray()),
            ("epoch", cursors.Select(cursor => unchecked((long)(cursor.Epoch ?? 0))).ToArray()),
            ("unknown", cursors.Select(cursor => cursor.Epoch is null ? 1L : 0).ToArray()));
        var found = await session.RowsAsync(
            $"""
            SELECT c.number, COALESCE((
              SELECT f.position FROM fact AS f
              WHERE f.account = c.account AND f.position <= c.after AND (c.unknown = 1 OR f.device <> c.reader OR f.epoch <> c.epoch)
              ORDER BY f.position DESC LIMIT 1), 0)
            FROM {rows.Sql}
            """,
            row => (Number: row.GetInt64(0), Position: row.GetInt64(1)),
            cancellationToken,
            rows.Parameters);
        return [.. found.OrderBy(each => each.Number).Select(each => each.Position)];
    }

    /// <summary>The last position of a fact that another machine wrote; 0 for none. A machine always comes to be told of it.</summary>
    public static async Task<long> LastOfOthersAsync(SqlSession session, string account, DeviceId device, CancellationToken cancellationToken) =>
        await session.ScalarAsync<long?>(
            "SELECT position FROM fact WHERE account = @account AND device <> @device ORDER BY position DESC LIMIT 1",
            cancellationToken,
            ("account", account),
            ("device", device.Value)) ?? 0;

    /// <summary>Gives facts of one account positions in another; both are locked.</summary>
    public static async Task MoveAsync(SqlSession session, string from, string to, CancellationToken cancellationToken)
    {
        var count = await session.ScalarAsync<long?>("SELECT count(*) FROM fact WHERE account = @from", cancellationToken, ("from", from)) ?? 0;
        if (count == 0)
        {
            return;
        }

        var last = (await AdvanceAsync(session, new Dictionary<string, long> { [to] = count }, cancellationToken))[to];
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

    private static Task<List<string>> LockAsync(SqlSession session, string[] accounts, CancellationToken cancellationToken)
    {
        var rows = session.Dialect.Table("a", ("account", accounts));
        return session.RowsAsync(
            $"SELECT account FROM head WHERE account IN (SELECT a.account FROM {rows.Sql}) ORDER BY account{session.Dialect.ForUpdate}",
            row => row.GetString(0),
            cancellationToken,
            rows.Parameters);
    }
}
