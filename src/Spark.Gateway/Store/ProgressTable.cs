using System.Data.Common;
using Device.Core.Notebook;
using Device.Messages;

namespace Spark.Gateway.Store;

/// <summary>The statements over what machines have seen and who is expelled; each call is inside a transaction that the caller commits.</summary>
internal static class ProgressTable
{
    /// <summary>Keeps what a machine has seen; it counts again if it was expelled. The machine is known.</summary>
    public static async Task SetAsync(SqlSession session, MachineProgress progress, DateTimeOffset at, CancellationToken cancellationToken)
    {
        var closed = await session.RowsAsync(
            "SELECT epoch, contiguous FROM epoch WHERE device = @device AND closed = 1",
            row => (Epoch: unchecked((ulong)row.GetInt64(0)), Contiguous: (ulong)row.GetInt64(1)),
            cancellationToken,
            ("device", progress.Device.Value));
        await session.ExecuteAsync(
            "UPDATE device SET progress = @progress, heard_at = @at, expelled_at = NULL WHERE device = @device",
            cancellationToken,
            ("device", progress.Device.Value),
            ("progress", ProgressCodec.Write(progress.Without(closed.ToDictionary(c => c.Epoch, c => c.Contiguous)))),
            ("at", at.ToUnixTimeMilliseconds()));
    }

    /// <summary>
    /// What every machine of an account has. Nothing while one that counts has not told; expelled machines do not count, and
    /// neither do those that were never heard.
    /// </summary>
    public static async Task<TombstoneHorizon> HorizonAsync(SqlSession session, string account, CancellationToken cancellationToken)
    {
        var told = await session.RowsAsync(
            """
            SELECT progress FROM device WHERE account = @account AND expelled_at IS NULL
              AND (heard_at > 0 OR EXISTS (SELECT 1 FROM epoch WHERE epoch.device = device.device))
            """,
            row => row.IsDBNull(0) ? null : row.GetFieldValue<byte[]>(0),
            cancellationToken,
            ("account", account));
        return told.Contains(null) ? TombstoneHorizon.None : TombstoneHorizon.Of([.. told.Select(bytes => ProgressCodec.Read(bytes))]);
    }

    /// <summary>Expels machines that have been silent for longer than their account allows, and closes their epochs.</summary>
    public static async Task<IReadOnlyList<DeviceId>> ExpelAsync(
        SqlSession session, DateTimeOffset now, int usualDays, int most, CancellationToken cancellationToken)
    {
        const long Day = 24L * 60 * 60 * 1000;
        var silent = await session.RowsAsync(
            $"""
            SELECT device FROM device WHERE expelled_at IS NULL AND heard_at > 0
              AND heard_at < @now - @day * COALESCE((SELECT expel_days FROM account_option AS o WHERE o.account = device.account), @usual)
              AND COALESCE((SELECT expel_days FROM account_option AS o WHERE o.account = device.account), @usual) > 0
            ORDER BY device LIMIT @most{session.Dialect.ForUpdate}
            """,
            Device,
            cancellationToken,
            ("now", now.ToUnixTimeMilliseconds()),
            ("day", Day),
            ("usual", usualDays),
            ("most", (long)most));
        if (silent.Count > 0)
        {
            var rows = session.Dialect.Table("d", ("device", silent.Select(device => device.Value).ToArray()));
            await session.ExecuteAsync(
                $"UPDATE device SET expelled_at = @now, online = 0 WHERE device IN (SELECT d.device FROM {rows.Sql})",
                cancellationToken,
                [("now", now.ToUnixTimeMilliseconds()), .. rows.Parameters]);
            await session.ExecuteAsync(
                $"UPDATE epoch SET closed = 1 WHERE device IN (SELECT d.device FROM {rows.Sql})", cancellationToken, rows.Parameters);
        }

        return silent;
    }

    public static Task<int> LimitAsync(SqlSession session, string account, int days, CancellationToken cancellationToken) => session.ExecuteAsync(
        """
        INSERT INTO account_option (account, expel_days) VALUES (@account, @days)
        ON CONFLICT (account) DO UPDATE SET expel_days = excluded.expel_days
        """,
        cancellationToken,
        ("account", account),
        ("days", days));

    private static DeviceId Device(DbDataReader row) => DeviceId.Parse(row.GetString(0));
}
