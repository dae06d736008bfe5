using System.Data.Common;
using Device.Messages;

namespace Spark.Gateway.Store;

/// <summary>
/// The statements over blobs; each call is inside a transaction that the caller commits. Bytes lie in the database, beside what is
/// known of them: <c>docs/decisions/0014-blobs-in-the-database.md</c>.
/// </summary>
internal static class BlobTable
{
    /// <summary>Bytes above the committed ones that are kept when they come before what lies between; what is further away comes again.</summary>
    public const long MostAhead = 4L * 1024 * 1024;

    // A piece that begins further before a byte than this does not hold it.
    private const long LongestChunk = MqttContract.MaxPayloadBytes;

    private const string Columns = "account, id, length, committed, stage, generation";

    /// <summary>A blob, locked until the transaction ends; begun when it is new.</summary>
    /// <returns>How it stands, or refused and why.</returns>
    public static async Task<BlobProgress> BeginAsync(
        SqlSession session, string account, string id, long length, StoreOptions options, DateTimeOffset at, CancellationToken cancellationToken)
    {
        var known = await LockAsync(session, account, id, cancellationToken);
        if (known is not null && (known.Stage == BlobStage.Whole || known.Length == length))
        {
            return known;
        }

        if (await RefusalAsync(session, account, length, options, cancellationToken) is { } reason)
        {
            return new BlobProgress(account, id, length, 0, BlobStage.Refused, 0) { Reason = reason };
        }

        if (known is not null)
        {
            // Content has one length: what was said of it before was wrong.
            await ThrowAwayAsync(session, known, length, at, cancellationToken);
        }
        else
        {
            await session.ExecuteAsync(
                "INSERT INTO blob (account, id, length, changed_at) VALUES (@account, @id, @length, @at) ON CONFLICT DO NOTHING",
                cancellationToken,
                [.. Key(account, id), ("length", length), ("at", at.ToUnixTimeMilliseconds())]);
        }

        return (await LockAsync(session, account, id, cancellationToken))!;
    }

    /// <summary>Stores bytes, in whatever order they come, and works out how far the blob is.</summary>
    public static async Task<BlobProgress> AddAsync(
        SqlSession session, BlobProgress blob, BlobMessage.Chunk chunk, DateTimeOffset at, CancellationToken cancellationToken)
    {
        if (blob.Stage != BlobStage.Partial || chunk.Offset + chunk.Data.Length <= blob.Committed || chunk.Offset > blob.Committed + MostAhead)
        {
            return blob;
        }

        await session.ExecuteAsync(
            """
            INSERT INTO blob_chunk (account, id, at, length, data) VALUES (@account, @id, @from, @count, @data)
            ON CONFLICT (account, id, at) DO UPDATE SET length = excluded.length, data = excluded.data WHERE excluded.length > blob_chunk.length
            """,
            cancellationToken,
            [.. Key(blob.Account, blob.Id), ("from", chunk.Offset), ("count", (long)chunk.Data.Length), ("data", chunk.Data.ToArray())]);
        var pieces = await session.RowsAsync(
            "SELECT at, length FROM blob_chunk WHERE account = @account AND id = @id AND at >= @from ORDER BY at",
            row => (At: row.GetInt64(0), End: row.GetInt64(0) + row.GetInt64(1)),
            cancellationToken,
            [.. Key(blob.Account, blob.Id), ("from", blob.Committed - LongestChunk)]);
        var committed = blob.Committed;
        foreach (var (from, end) in pieces.TakeWhile(piece => piece.At <= committed))
        {
            committed = Math.Max(committed, end);
        }

        await session.ExecuteAsync(
            "UPDATE blob SET committed = @committed, changed_at = @at WHERE account = @account AND id = @id",
            cancellationToken,
            [.. Key(blob.Account, blob.Id), ("committed", committed), ("at", at.ToUnixTimeMilliseconds())]);
        return blob with { Committed = committed };
    }

    public static async Task<BlobProgress?> FindAsync(SqlSession session, string account, string id, CancellationToken cancellationToken) =>
        (await session.RowsAsync($"SELECT {Columns} FROM blob WHERE account = @account AND id = @id", Row, cancellationToken, Key(account, id))).SingleOrDefault();

    /// <summary>Reads committed bytes.</summary>
    /// <returns>As many as were asked for, or fewer where the blob was thrown away meanwhile.</returns>
    public static async Task<byte[]> ReadAsync(SqlSession session, BlobProgress blob, long offset, int count, CancellationToken cancellationToken)
    {
        var pieces = await session.RowsAsync(
            "SELECT at, data FROM blob_chunk WHERE account = @account AND id = @id AND at >= @from AND at < @to AND at + length > @offset ORDER BY at",
            row => (At: row.GetInt64(0), Data: row.GetFieldValue<byte[]>(1)),
            cancellationToken,
            [.. Key(blob.Account, blob.Id), ("from", offset - LongestChunk), ("to", offset + count), ("offset", offset)]);
        var bytes = new byte[count];
        var next = offset;
        foreach (var (at, data) in pieces)
        {
            if (at > next)
            {
                break;
            }

            var skip = (int)(next - at);
            var take = (int)Math.Min(data.Length - skip, offset + count - next);
            if (take > 0)
            {
                data.AsSpan(skip, take).CopyTo(bytes.AsSpan((int)(next - offset)));
                next += take;
            }
        }

        return next == offset + count ? bytes : bytes[..(int)(next - offset)];
    }

    /// <summary>Settles what was verified: whole, or thrown away.</summary>
    /// <returns>Whether this call changed something; another worker may have been first.</returns>
    public static async Task<bool> SettleAsync(SqlSession session, BlobProgress verified, bool isRight, DateTimeOffset at, CancellationToken cancellationToken)
    {
        var now = await LockAsync(session, verified.Account, verified.Id, cancellationToken);
        if (now is null || now.Generation != verified.Generation || now.Length != verified.Length || (isRight && now.Stage == BlobStage.Whole))
        {
            return false;
        }

        if (!isRight)
        {
            await ThrowAwayAsync(session, now, now.Length, at, cancellationToken);
            return true;
        }

        return await session.ExecuteAsync(
            "UPDATE blob SET stage = @stage, changed_at = @at WHERE account = @account AND id = @id",
            cancellationToken,
            [.. Key(now.Account, now.Id), ("stage", (int)BlobStage.Whole), ("at", at.ToUnixTimeMilliseconds())]) == 1;
    }

    /// <summary>Moves an account's blobs; of one that is in both, the other account's stays.</summary>
    public static async Task MoveAsync(SqlSession session, string from, string to, CancellationToken cancellationToken)
    {
        await session.ExecuteAsync(
            "UPDATE blob SET account = @to WHERE account = @from AND id NOT IN (SELECT id FROM blob WHERE account = @to)",
            cancellationToken,
            ("from", from),
            ("to", to));
        await session.ExecuteAsync("DELETE FROM blob WHERE account = @from", cancellationToken, ("from", from));
    }

    /// <summary>Forgets what was begun and not touched since; whoever has it sends it again from the beginning.</summary>
    public static Task<int> PruneAsync(SqlSession session, DateTimeOffset untouchedSince, CancellationToken cancellationToken) => session.ExecuteAsync(
        "DELETE FROM blob WHERE stage = 1 AND changed_at < @before", cancellationToken, ("before", untouchedSince.ToUnixTimeMilliseconds()));

    private static async Task<string?> RefusalAsync(SqlSession session, string account, long length, StoreOptions options, CancellationToken cancellationToken)
    {
        const long Megabyte = 1024 * 1024;
        if (length > options.BlobMegabytes * Megabyte)
        {
            return $"{length} bytes, at most {options.BlobMegabytes} MB are taken";
        }

        // PostgreSQL's sum of bigint is numeric, so the cast.
        var taken = await session.ScalarAsync<long?>(
            "SELECT CAST(coalesce(sum(length), 0) AS bigint) FROM blob WHERE account = @account", cancellationToken, ("account", account)) ?? 0;
        return taken + length > options.AccountBlobMegabytes * Megabyte
            ? $"the account has {taken} bytes of blobs, at most {options.AccountBlobMegabytes} MB are kept"
            : null;
    }

    private static async Task<BlobProgress?> LockAsync(SqlSession session, string account, string id, CancellationToken cancellationToken) =>
        (await session.RowsAsync(
            $"SELECT {Columns} FROM blob WHERE account = @account AND id = @id{session.Dialect.ForUpdate}", Row, cancellationToken, Key(account, id))).SingleOrDefault();

    private static async Task ThrowAwayAsync(SqlSession session, BlobProgress blob, long length, DateTimeOffset at, CancellationToken cancellationToken)
    {
        await session.ExecuteAsync("DELETE FROM blob_chunk WHERE account = @account AND id = @id", cancellationToken, Key(blob.Account, blob.Id));
        await session.ExecuteAsync(
            "UPDATE blob SET length = @length, committed = 0, stage = 1, generation = generation + 1, changed_at = @at WHERE account = @account AND id = @id",
            cancellationToken,
            [.. Key(blob.Account, blob.Id), ("length", length), ("at", at.ToUnixTimeMilliseconds())]);
    }

    private static BlobProgress Row(DbDataReader row) => new(
        row.GetString(0), row.GetString(1), row.GetInt64(2), row.GetInt64(3), (BlobStage)row.GetInt32(4), row.GetInt64(5));

    private static (string Name, object? Value)[] Key(string account, string id) => [("account", account), ("id", id)];
}
