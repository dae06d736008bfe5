using Device.Messages;

namespace Spark.Gateway.Store;

/// <summary>The statements over facts that machines keep to themselves; each call is inside a transaction that the caller commits.</summary>
internal static class WithheldTable
{
    /// <summary>Keeps what a machine said. Ranges that it said before under the same beginning grow.</summary>
    public static async Task AddAsync(
        SqlSession session, string device, long epoch, IReadOnlyList<SequenceRange> ranges, CancellationToken cancellationToken)
    {
        foreach (var range in ranges.Where(range => range.Last <= long.MaxValue))
        {
            await session.ExecuteAsync(
                """
                INSERT INTO withheld (device, epoch, first, last) VALUES (@device, @epoch, @first, @last)
                ON CONFLICT (device, epoch, first) DO UPDATE SET last = excluded.last WHERE excluded.last > withheld.last
                """,
                cancellationToken,
                ("device", device),
                ("epoch", epoch),
                ("first", (long)range.First),
                ("last", (long)range.Last));
        }
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
