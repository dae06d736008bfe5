using System.Data.Common;
using Device.Core.Notebook;

namespace Spark.Gateway.Store;

/// <summary>The statements over machines and their accounts; each call is inside a transaction that the caller commits.</summary>
internal static class MachineTable
{
    private const string Columns =
        "device, account, online, epoch, reported, EXISTS (SELECT 1 FROM epoch AS e WHERE e.device = device.device AND e.epoch = device.epoch AND e.closed = 1)";

    /// <summary>The accounts of machines, which join one if they are new. They cannot change before the transaction ends.</summary>
    public static async Task<Dictionary<DeviceId, string>> AccountsAsync(
        SqlSession session, IEnumerable<DeviceId> devices, StoreOptions options, CancellationToken cancellationToken)
    {
        var wanted = devices.Distinct().Order().ToList();
        var accounts = await KnownAsync(session, wanted, cancellationToken);
        var missing = wanted.Where(device => !accounts.ContainsKey(device)).ToList();
        if (missing.Count == 0)
        {
            return accounts;
        }

        foreach (var device in missing)
        {
            await session.ExecuteAsync(
                "INSERT INTO device (device, account) VALUES (@device, @account) ON CONFLICT DO NOTHING",
                cancellationToken,
                ("device", device.Value),
                ("account", await FirstAccountAsync(session, device, options, cancellationToken)));
        }

        return await KnownAsync(session, wanted, cancellationToken);
    }

    /// <summary>The account of one machine, likewise.</summary>
    public static async Task<string> AccountAsync(SqlSession session, DeviceId device, StoreOptions options, CancellationToken cancellationToken) =>
        (await AccountsAsync(session, [device], options, cancellationToken))[device];

    public static async Task<MachineState> FindAsync(SqlSession session, DeviceId device, CancellationToken cancellationToken) =>
        (await session.RowsAsync($"SELECT {Columns} FROM device WHERE device = @device", Row, cancellationToken, ("device", device.Value))).Single();

    public static async Task<IReadOnlyList<MachineState>> OfAccountsAsync(
        SqlSession session, IReadOnlyCollection<string> accounts, CancellationToken cancellationToken)
    {
        var rows = session.Dialect.Table("a", ("account", accounts.ToArray()));
        return await session.RowsAsync(
            $"SELECT {Columns} FROM device WHERE account IN (SELECT a.account FROM {rows.Sql}) ORDER BY account, device", Row, cancellationToken, rows.Parameters);
    }

    /// <exception cref="ArgumentException">The account is of another tenant, badly named, or full.</exception>
    public static async Task AssignAsync(
        SqlSession session, DeviceId device, string account, StoreOptions options, CancellationToken cancellationToken)
    {
        if (account != device.Tenant && !(DeviceId.TryParse(account, out var name) && name.Tenant == device.Tenant))
        {
            throw new ArgumentException($"'{account}' is not an account of tenant '{device.Tenant}': expected '{device.Tenant}' or '{device.Tenant}/name'.", nameof(account));
        }

        await AccountAsync(session, device, options, cancellationToken);
        var before = await session.ScalarAsync<string>(
            $"SELECT account FROM device WHERE device = @device{session.Dialect.ForUpdate}", cancellationToken, ("device", device.Value));
        if (before == account)
        {
            return;
        }

        await FactTable.LockHeadsAsync(session, [before!, account], cancellationToken);
        if (await CountAsync(session, account, cancellationToken) >= options.MachinesPerAccount)
        {
            throw new ArgumentException($"The account '{account}' has {options.MachinesPerAccount} machines already.", nameof(account));
        }

        if (before == device.Value)
        {
            await FactTable.MoveAsync(session, before, account, cancellationToken);
            await BlobTable.MoveAsync(session, before, account, cancellationToken);
        }

        await session.ExecuteAsync(
            "UPDATE device SET account = @account WHERE device = @device", cancellationToken, ("device", device.Value), ("account", account));
    }

    /// <summary>Notes presences of machines that are known.</summary>
    /// <returns>The machines, in the same order.</returns>
    public static async Task<IReadOnlyList<MachineState>> SetPresenceAsync(
        SqlSession session, IReadOnlyList<Presence> presences, CancellationToken cancellationToken)
    {
        var rows = session.Dialect.Table(
            "p",
            ("device", presences.Select(each => each.Device.Value).ToArray()),
            ("online", presences.Select(each => each.IsOnline ? 1L : 0).ToArray()),
            ("at", presences.Select(each => each.At.ToUnixTimeMilliseconds()).ToArray()),
            ("named", presences.Select(each => each.Epoch is null ? 0L : 1).ToArray()),
            ("epoch", presences.Select(each => unchecked((long)(each.Epoch ?? 0))).ToArray()));
        // A broker's word that a machine has gone is no sign of life.
        await session.ExecuteAsync(
            $"""
            UPDATE device SET online = p.online, presence_at = p.at, heard_at = CASE WHEN p.online = 1 THEN p.at ELSE heard_at END,
              epoch = CASE WHEN p.named = 1 THEN p.epoch ELSE device.epoch END
            FROM {rows.Sql} WHERE device.device = p.device
            """,
            cancellationToken,
            rows.Parameters);
        var named = session.Dialect.Table("d", ("device", presences.Select(each => each.Device.Value).ToArray()));
        var states = await session.RowsAsync(
            $"SELECT {Columns} FROM device WHERE device IN (SELECT d.device FROM {named.Sql})", Row, cancellationToken, named.Parameters);
        var byName = states.ToDictionary(state => state.Device);
        return [.. presences.Select(each => byName[each.Device])];
    }

    public static Task SetReportedAsync(SqlSession session, DeviceId device, string json, DateTimeOffset at, CancellationToken cancellationToken) =>
        session.ExecuteAsync(
            "UPDATE device SET reported = @reported, reported_at = @at WHERE device = @device",
            cancellationToken,
            ("device", device.Value),
            ("reported", json),
            ("at", at.ToUnixTimeMilliseconds()));

    private static async Task<Dictionary<DeviceId, string>> KnownAsync(
        SqlSession session, IReadOnlyCollection<DeviceId> devices, CancellationToken cancellationToken)
    {
        var rows = session.Dialect.Table("d", ("device", devices.Select(device => device.Value).ToArray()));
        var known = await session.RowsAsync(
            $"SELECT device, account FROM device WHERE device IN (SELECT d.device FROM {rows.Sql}) ORDER BY device{session.Dialect.ForShare}",
            row => (Device: DeviceId.Parse(row.GetString(0)), Account: row.GetString(1)),
            cancellationToken,
            rows.Parameters);
        return known.ToDictionary(each => each.Device, each => each.Account);
    }

    private static async Task<string> FirstAccountAsync(SqlSession session, DeviceId device, StoreOptions options, CancellationToken cancellationToken)
    {
        var isShared = options.AccountRule == AccountRule.Tenant
            && await CountAsync(session, device.Tenant, cancellationToken) < options.MachinesPerAccount;
        return isShared ? device.Tenant : device.Value;
    }

    private static async Task<long> CountAsync(SqlSession session, string account, CancellationToken cancellationToken) =>
        await session.ScalarAsync<long?>("SELECT count(*) FROM device WHERE account = @account", cancellationToken, ("account", account)) ?? 0;

    private static MachineState Row(DbDataReader row) => new(
        DeviceId.Parse(row.GetString(0)),
        row.GetString(1),
        row.GetInt32(2) != 0,
        row.IsDBNull(3) ? null : unchecked((ulong)row.GetInt64(3)),
        row.IsDBNull(4) ? null : row.GetString(4))
    {
        IsClosed = row.GetBoolean(5),
    };
}
