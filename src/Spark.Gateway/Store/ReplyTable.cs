using Device.Messages;

namespace Spark.Gateway.Store;

/// <summary>The statements over questions and their answers; each call is inside a transaction that the caller commits.</summary>
internal static class ReplyTable
{
    public static async Task<ReplyClaim> ClaimAsync(SqlSession session, RequestKey request, ReplyLease lease, CancellationToken cancellationToken)
    {
        var isNew = await session.ExecuteAsync(
            """
            INSERT INTO request (device, id, worker, lease_until, asked_at) VALUES (@device, @id, @worker, @until, @now) ON CONFLICT DO NOTHING
            """,
            cancellationToken,
            [.. Key(request), .. Lease(lease)]) == 1;
        var isMine = isNew || await session.ExecuteAsync(
            """
            UPDATE request SET worker = @worker, lease_until = @until
            WHERE device = @device AND id = @id AND finished = 0 AND lease_until <= @now
            """,
            cancellationToken,
            [.. Key(request), .. Lease(lease)]) == 1;
        var parts = isNew ? [] : await session.RowsAsync(
            "SELECT sequence, answer, reasoning, final, error FROM reply_part WHERE device = @device AND id = @id ORDER BY sequence",
            row => new ReplyMessage(row.GetInt32(0), row.GetString(1), row.GetString(2), row.GetInt32(3) != 0, row.GetString(4)),
            cancellationToken,
            Key(request));
        return new ReplyClaim(isMine, parts.Count > 0 && parts[^1].Final, parts);
    }

    public static async Task<bool> RenewAsync(SqlSession session, RequestKey request, ReplyLease lease, CancellationToken cancellationToken) =>
        await session.ExecuteAsync(
            "UPDATE request SET lease_until = @until WHERE device = @device AND id = @id AND worker = @worker AND finished = 0",
            cancellationToken,
            [.. Key(request), ("worker", lease.Worker), ("until", lease.Until.ToUnixTimeMilliseconds())]) == 1;

    public static async Task<bool> AddPartAsync(
        SqlSession session, RequestKey request, string worker, ReplyMessage part, CancellationToken cancellationToken)
    {
        // The row is locked by its update, so a worker that lost its lease cannot add a part after the new owner's.
        var isOwner = await session.ExecuteAsync(
            "UPDATE request SET finished = @final WHERE device = @device AND id = @id AND worker = @worker AND finished = 0",
            cancellationToken,
            [.. Key(request), ("worker", worker), ("final", part.Final ? 1 : 0)]) == 1;
        if (isOwner)
        {
            await session.ExecuteAsync(
                """
                INSERT INTO reply_part (device, id, sequence, answer, reasoning, final, error)
                VALUES (@device, @id, @sequence, @answer, @reasoning, @final, @error)
                """,
                cancellationToken,
                [
                    .. Key(request),
                    ("sequence", part.Sequence),
                    ("answer", part.Answer),
                    ("reasoning", part.Reasoning),
                    ("final", part.Final ? 1 : 0),
                    ("error", part.Error),
                ]);
        }

        return isOwner;
    }

    public static Task<int> PruneAsync(SqlSession session, DateTimeOffset askedBefore, CancellationToken cancellationToken) =>
        session.ExecuteAsync("DELETE FROM request WHERE asked_at < @before", cancellationToken, ("before", askedBefore.ToUnixTimeMilliseconds()));

    private static (string Name, object? Value)[] Key(RequestKey request) => [("device", request.Device.Value), ("id", request.Id)];

    private static (string Name, object? Value)[] Lease(ReplyLease lease) =>
    [
        ("worker", lease.Worker), ("until", lease.Until.ToUnixTimeMilliseconds()), ("now", lease.Now.ToUnixTimeMilliseconds()),
    ];
}
