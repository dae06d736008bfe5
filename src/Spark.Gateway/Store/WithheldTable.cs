using Device.Messages;

namespace Spark.Gateway.Store;

/// <summary>The statements over facts that machines keep to themselves; each call is inside a transaction that the caller commits.</summary>
internal static class WithheldTable
{
    /// <summary>Keeps what a machine said. Ranges that it said before under the same beginning grow.</summary>
    /// <param name="session">The transaction.</param>
    /// <param name="device">The machine.</param>
    /// <param name="epoch">The epoch.</param>
    /// <param name="ranges">Each with a beginning of its own.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task AddAsync(
        SqlSession session, string device, long epoch, IReadOnlyList<SequenceRange> ranges, CancellationToken cancellationToken)
    {
        var kept = ranges.Where(range => range.Last <= long.MaxValue).ToList();
        if (kept.Count == 0)
        {
            return;
        }

        var rows = session.Dialect.Table(
            "w", ("first", kept.Select(range => (long)range.First).ToArray()), ("last", kept.Select(range => (long)range.Last).ToArray()));
        await session.ExecuteAsync(
            $"""
            INSERT INTO withheld (device, epoch, first, last) SELECT @device, @epoch, w.first, w.last FROM {rows.Sql} WHERE true
            ON CONFLICT (device, epoch, first) DO UPDATE SET last = excluded.last WHERE excluded.last > withheld.last
            """,
            cancellationToken,
            [("device", device), ("epoch", epoch), .. rows.Parameters]);
    }

    /// <summary>What is withheld above a sequence, ascending; ranges may overlap.</summary>
    public static Task<List<(long First, long Last)>> AboveAsync(
        SqlSession session, (string Device, long Epoch) key, long sequence, CancellationToken cancellationToken) => session.RowsAsync(
        "SELECT first, last FROM withheld WHERE device = @device AND epoch = @epoch AND last > @sequence ORDER BY first LIMIT @limit",
        row => (row.GetInt64(0), row.GetInt64(1)),
        cancellationToken,
        ("device", key.Device),
        ("epoch", key.Epoch),
        ("sequence", sequence),
        ("limit", (long)AckState.Window));
}
