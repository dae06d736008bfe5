using System.Data;
using System.Data.Common;
using Device.Core.Notebook;
using Device.Messages;

namespace Spark.Gateway.Store;

/// <summary>The account store over any SQL database; what differs is the dialect.</summary>
internal abstract class SqlAccountStore(SqlDialect dialect, StoreOptions options) : IAccountStore
{
    private const int Attempts = 3;

    public Task MigrateAsync(CancellationToken cancellationToken) =>
        WriteAsync(session => DoneAsync(Migrations.ApplyAsync(session, cancellationToken)), cancellationToken);

    public Task CheckAsync(CancellationToken cancellationToken) =>
        ReadAsync(session => session.ScalarAsync<long?>("SELECT count(*) FROM schema_version", cancellationToken), cancellationToken);

    public Task<IReadOnlyList<AppendResult>> AppendAsync(IReadOnlyList<FactBatch> batches, CancellationToken cancellationToken) => WriteAsync(
        async session =>
        {
            var accounts = await MachineTable.AccountsAsync(session, batches.Select(batch => batch.Device), options, cancellationToken);
            await FactTable.LockHeadsAsync(session, accounts.Values, cancellationToken);
            return await new FactAppend(session, accounts).RunAsync(batches, cancellationToken);
        },
        cancellationToken);

    public Task<IReadOnlyList<PlacedFact>> ReadAsync(FactCursor cursor, int maxFacts, int maxBytes, CancellationToken cancellationToken) =>
        ReadAsync(session => FactTable.ReadAsync(session, cursor, maxFacts, maxBytes, cancellationToken), cancellationToken);

    public Task<IReadOnlyList<long>> LastPositionsAsync(IReadOnlyList<FactCursor> cursors, CancellationToken cancellationToken) =>
        ReadAsync(session => FactTable.LastPositionsAsync(session, cursors, cancellationToken), cancellationToken);

    public Task<MachineState> MachineAsync(DeviceId device, CancellationToken cancellationToken) => WriteAsync(
        async session =>
        {
            await MachineTable.AccountAsync(session, device, options, cancellationToken);
            return await MachineTable.FindAsync(session, device, cancellationToken);
        },
        cancellationToken);

    public Task<IReadOnlyList<MachineState>> MachinesAsync(IReadOnlyCollection<string> accounts, CancellationToken cancellationToken) =>
        ReadAsync(session => MachineTable.OfAccountsAsync(session, accounts, cancellationToken), cancellationToken);

    public Task AssignAsync(DeviceId device, string account, CancellationToken cancellationToken) =>
        WriteAsync(session => DoneAsync(MachineTable.AssignAsync(session, device, account, options, cancellationToken)), cancellationToken);

    public Task<IReadOnlyList<MachineState>> SetPresenceAsync(IReadOnlyList<Presence> presences, CancellationToken cancellationToken) => WriteAsync(
        async session =>
        {
            await MachineTable.AccountsAsync(session, presences.Select(each => each.Device), options, cancellationToken);
            return await MachineTable.SetPresenceAsync(session, presences, cancellationToken);
        },
        cancellationToken);

    public Task<TombstoneHorizon> SetProgressAsync(MachineProgress progress, DateTimeOffset at, CancellationToken cancellationToken) => WriteAsync(
        async session =>
        {
            var account = await MachineTable.AccountAsync(session, progress.Device, options, cancellationToken);
            await ProgressTable.SetAsync(session, progress, at, cancellationToken);
            return await ProgressTable.HorizonAsync(session, account, cancellationToken);
        },
        cancellationToken);

    public Task<IReadOnlyList<DeviceId>> ExpelAsync(DateTimeOffset now, int most, CancellationToken cancellationToken) =>
        WriteAsync(session => ProgressTable.ExpelAsync(session, now, options.ExpelDays, most, cancellationToken), cancellationToken);

    public Task SetExpelDaysAsync(string account, int days, CancellationToken cancellationToken) =>
        days is 0 or (>= FactLimits.UndoDays and <= StoreOptions.MostExpelDays)
            ? WriteAsync(session => ProgressTable.LimitAsync(session, account, days, cancellationToken), cancellationToken)
            : throw new ArgumentException($"{days} days, 0 or {FactLimits.UndoDays} to {StoreOptions.MostExpelDays} expected", nameof(days));

    public Task SetReportedAsync(DeviceId device, string json, DateTimeOffset at, CancellationToken cancellationToken) => WriteAsync(
        async session =>
        {
            await MachineTable.AccountAsync(session, device, options, cancellationToken);
            return await DoneAsync(MachineTable.SetReportedAsync(session, device, json, at, cancellationToken));
        },
        cancellationToken);

    public Task<DesiredMessage> DesireAsync(DeviceId device, IReadOnlyDictionary<string, string> changes, CancellationToken cancellationToken) =>
        WriteAsync(session => DesiredTable.ChangeAsync(session, device, changes, cancellationToken), cancellationToken);

    public Task<DesiredMessage?> DesiredAsync(DeviceId device, CancellationToken cancellationToken) =>
        ReadAsync(session => DesiredTable.FindAsync(session, device, cancellationToken), cancellationToken);

    public Task<IReadOnlyList<(DeviceId Device, DesiredMessage Desired)>> UntoldAsync(int most, CancellationToken cancellationToken) =>
        ReadAsync(session => DesiredTable.UntoldAsync(session, most, cancellationToken), cancellationToken);

    public Task ToldAsync(DeviceId device, long version, CancellationToken cancellationToken) =>
        WriteAsync(session => DesiredTable.ToldAsync(session, device, version, cancellationToken), cancellationToken);

    public Task<ReplyClaim> ClaimAsync(RequestKey request, ReplyLease lease, CancellationToken cancellationToken) =>
        WriteAsync(session => ReplyTable.ClaimAsync(session, request, lease, cancellationToken), cancellationToken);

    public Task<bool> RenewAsync(RequestKey request, ReplyLease lease, CancellationToken cancellationToken) =>
        WriteAsync(session => ReplyTable.RenewAsync(session, request, lease, cancellationToken), cancellationToken);

    public Task<bool> AddPartAsync(RequestKey request, string worker, ReplyMessage part, CancellationToken cancellationToken) =>
        WriteAsync(session => ReplyTable.AddPartAsync(session, request, worker, part, cancellationToken), cancellationToken);

    public Task<int> PruneAsync(DateTimeOffset askedBefore, CancellationToken cancellationToken) =>
        WriteAsync(session => ReplyTable.PruneAsync(session, askedBefore, cancellationToken), cancellationToken);

    public Task<BlobProgress> OfferBlobAsync(DeviceId device, string id, long length, DateTimeOffset at, CancellationToken cancellationToken) => WriteAsync(
        async session => await BlobTable.BeginAsync(
            session, await MachineTable.AccountAsync(session, device, options, cancellationToken), id, length, options, at, cancellationToken),
        cancellationToken);

    public Task<BlobProgress> AddChunkAsync(DeviceId device, string id, BlobMessage.Chunk chunk, DateTimeOffset at, CancellationToken cancellationToken) => WriteAsync(
        async session =>
        {
            var account = await MachineTable.AccountAsync(session, device, options, cancellationToken);
            var blob = await BlobTable.BeginAsync(session, account, id, chunk.Length, options, at, cancellationToken);
            return await BlobTable.AddAsync(session, blob, chunk, at, cancellationToken);
        },
        cancellationToken);

    public Task<BlobProgress> BlobAsync(DeviceId device, string id, CancellationToken cancellationToken) => WriteAsync(
        async session =>
        {
            var account = await MachineTable.AccountAsync(session, device, options, cancellationToken);
            return await BlobTable.FindAsync(session, account, id, cancellationToken) ?? new BlobProgress(account, id, 0, 0, BlobStage.Absent, 0);
        },
        cancellationToken);

    public Task<byte[]> ReadBlobAsync(BlobProgress blob, long offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(session => BlobTable.ReadAsync(session, blob, offset, count, cancellationToken), cancellationToken);

    public Task<bool> SettleBlobAsync(BlobProgress verified, bool isRight, DateTimeOffset at, CancellationToken cancellationToken) =>
        WriteAsync(session => BlobTable.SettleAsync(session, verified, isRight, at, cancellationToken), cancellationToken);

    public Task<int> PruneBlobsAsync(DateTimeOffset untouchedSince, CancellationToken cancellationToken) =>
        WriteAsync(session => BlobTable.PruneAsync(session, untouchedSince, cancellationToken), cancellationToken);

    public Task WithholdAsync(DeviceId device, ulong epoch, IReadOnlyList<SequenceRange> ranges, CancellationToken cancellationToken) => WriteAsync(
        session => DoneAsync(WithheldTable.AddAsync(session, device.Value, unchecked((long)epoch), ranges, cancellationToken)), cancellationToken);

    public ValueTask DisposeAsync() => dialect.DisposeAsync();

    private static async Task<bool> DoneAsync(Task work)
    {
        await work;
        return true;
    }

    private async Task<T> ReadAsync<T>(Func<SqlSession, Task<T>> work, CancellationToken cancellationToken)
    {
        await using var connection = await dialect.OpenAsync(cancellationToken);
        return await work(new SqlSession(connection, null, dialect, options.StatementSeconds));
    }

    private async Task<T> WriteAsync<T>(Func<SqlSession, Task<T>> work, CancellationToken cancellationToken)
    {
        using var turn = await dialect.WriterTurnAsync(cancellationToken);
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await using var connection = await dialect.OpenAsync(cancellationToken);
                await using var transaction = await connection.BeginTransactionAsync(IsolationLevel.Unspecified, cancellationToken);
                var result = await work(new SqlSession(connection, transaction, dialect, options.StatementSeconds));
                await transaction.CommitAsync(cancellationToken);
                return result;
            }
            catch (DbException e) when (attempt < Attempts && dialect.IsWorthRetrying(e))
            {
                // Another worker's transaction was in the way; it has ended, so the same work may do now.
            }
        }
    }
}
