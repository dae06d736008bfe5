namespace Spark.Gateway.Store;

/// <summary>The statements over what has arrived of each machine's epoch; each call is inside a transaction that the caller commits.</summary>
internal static class EpochTable
{
    /// <summary>Notes what has been stored and tells what a machine is to be told.</summary>
    /// <param name="session">The transaction.</param>
    /// <param name="epochs">The machines and epochs that are asked for; 1 or more, each once.</param>
    /// <param name="before">What <see cref="ReadAsync"/> told of them.</param>
    /// <param name="added">Facts that this transaction stored, all of those epochs.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task<Dictionary<(string Device, long Epoch), AckState>> AdvanceAsync(
        SqlSession session,
        IReadOnlyList<(string Device, long Epoch)> epochs,
        Dictionary<(string Device, long Epoch), (long Contiguous, long Highest, long Settled, bool IsClosed)> before,
        IEnumerable<FactKey> added,
        CancellationToken cancellationToken)
    {
        var addedTo = added.GroupBy(key => (key.Device, key.Epoch)).ToDictionary(group => group.Key, group => group.Select(key => key.Sequence).Order().ToList());
        Dictionary<(string Device, long Epoch), AckState> after = [];
        List<((string Device, long Epoch) Key, AckState State, long Highest)> changed = [];
        foreach (var key in epochs)
        {
            var (contiguous, highest, settled, _) = before.GetValueOrDefault(key);
            var fresh = addedTo.GetValueOrDefault(key) ?? [];
            // What was withheld has come after all: then the contiguous run may grow.
            settled = fresh.Count > 0 && fresh[0] <= settled ? contiguous : settled;
            // Nothing lay above a gap, so what lies above now is what has just been added: the usual case, without a statement.
            var isUsual = highest == contiguous;
            var above = isUsual ? fresh.Take(AckState.Window).ToList() : await AboveAsync(session, key, settled, cancellationToken);
            var isGapless = isUsual && (above.Count == 0 || (above[0] == contiguous + 1 && above[^1] == contiguous + above.Count));
            var state = AckState.From(contiguous, settled, above, isGapless ? [] : await WithheldTable.AboveAsync(session, key, settled, cancellationToken));
            after.Add(key, state);
            if (fresh.Count > 0 || state.Settled > settled)
            {
                changed.Add((key, state, fresh.Count > 0 ? Math.Max(highest, fresh[^1]) : highest));
            }
        }

        if (changed.Count > 0)
        {
            await WriteAsync(session, changed, cancellationToken);
        }

        return after;
    }

    private static SqlTable Table(SqlSession session, IEnumerable<(string Device, long Epoch)> epochs, params (string Column, Array Values)[] more) =>
        session.Dialect.Table(
            "e",
            [("device", epochs.Select(key => key.Device).ToArray()), ("epoch", epochs.Select(key => key.Epoch).ToArray()), .. more]);

    /// <summary>What had arrived of epochs, and whether they are closed; those of which nothing has arrived are left out.</summary>
    public static async Task<Dictionary<(string Device, long Epoch), (long Contiguous, long Highest, long Settled, bool IsClosed)>> ReadAsync(
        SqlSession session, IReadOnlyList<(string Device, long Epoch)> epochs, CancellationToken cancellationToken)
    {
        var rows = Table(session, epochs);
        var known = await session.RowsAsync(
            $"""
            SELECT epoch.device, epoch.epoch, epoch.contiguous, epoch.highest, epoch.settled, epoch.closed FROM {rows.Sql}
            JOIN epoch ON epoch.device = e.device AND epoch.epoch = e.epoch
            """,
            row => (Key: (row.GetString(0), row.GetInt64(1)), State: (row.GetInt64(2), row.GetInt64(3), Math.Max(row.GetInt64(2), row.GetInt64(4)), row.GetInt32(5) != 0)),
            cancellationToken,
            rows.Parameters);
        return known.ToDictionary(each => each.Key, each => each.State);
    }

    private static Task<List<long>> AboveAsync(SqlSession session, (string Device, long Epoch) key, long settled, CancellationToken cancellationToken) =>
        session.RowsAsync(
            "SELECT sequence FROM fact WHERE device = @device AND epoch = @epoch AND sequence > @settled ORDER BY sequence LIMIT @limit",
            row => row.GetInt64(0),
            cancellationToken,
            ("device", key.Device),
            ("epoch", key.Epoch),
            ("settled", settled),
            ("limit", (long)AckState.Window));

    private static Task<int> WriteAsync(
        SqlSession session, IReadOnlyList<((string Device, long Epoch) Key, AckState State, long Highest)> changed, CancellationToken cancellationToken)
    {
        var rows = Table(
            session,
            changed.Select(each => each.Key),
            ("contiguous", changed.Select(each => each.State.Contiguous).ToArray()),
            ("settled", changed.Select(each => each.State.Settled).ToArray()),
            ("highest", changed.Select(each => each.Highest).ToArray()));
        return session.ExecuteAsync(
            $"""
            INSERT INTO epoch (device, epoch, contiguous, highest, settled)
            SELECT e.device, e.epoch, e.contiguous, e.highest, e.settled FROM {rows.Sql} WHERE true
            ON CONFLICT (device, epoch) DO UPDATE SET contiguous = excluded.contiguous, highest = excluded.highest, settled = excluded.settled
            """,
            cancellationToken,
            rows.Parameters);
    }
}
