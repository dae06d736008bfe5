using Device.Core.Notebook;
using Device.Messages;
using Microsoft.Data.Sqlite;
using Spark.Gateway.Store;

namespace Spark.Gateway.Tests.Support;

/// <summary>A store that can be down for writing.</summary>
internal sealed class FlakyStore(IAccountStore inner) : IAccountStore
{
    public bool IsDown { get; set; }

    public int Renewals { get; private set; }

    public Action BeforeReturn { get; set; } = () => { };

    public async Task<IReadOnlyList<AppendResult>> AppendAsync(IReadOnlyList<FactBatch> batches, CancellationToken cancellationToken)
    {
        ThrowIfDown();
        var results = await inner.AppendAsync(batches, cancellationToken);
        BeforeReturn();
        return results;
    }

    public Task MigrateAsync(CancellationToken cancellationToken) => inner.MigrateAsync(cancellationToken);

    public Task CheckAsync(CancellationToken cancellationToken) => inner.CheckAsync(cancellationToken);

    public Task<IReadOnlyList<PlacedFact>> ReadAsync(FactCursor cursor, int maxFacts, int maxBytes, CancellationToken cancellationToken) =>
        inner.ReadAsync(cursor, maxFacts, maxBytes, cancellationToken);

    public Task<IReadOnlyList<long>> LastPositionsAsync(IReadOnlyList<FactCursor> cursors, CancellationToken cancellationToken) =>
        inner.LastPositionsAsync(cursors, cancellationToken);

    public Task<MachineState> MachineAsync(DeviceId device, CancellationToken cancellationToken) => inner.MachineAsync(device, cancellationToken);

    public Task<IReadOnlyList<MachineState>> MachinesAsync(IReadOnlyCollection<string> accounts, CancellationToken cancellationToken) =>
        inner.MachinesAsync(accounts, cancellationToken);

    public Task AssignAsync(DeviceId device, string account, CancellationToken cancellationToken) => inner.AssignAsync(device, account, cancellationToken);

    public Task<IReadOnlyList<MachineState>> SetPresenceAsync(IReadOnlyList<Presence> presences, CancellationToken cancellationToken) =>
        inner.SetPresenceAsync(presences, cancellationToken);

    public Task<TombstoneHorizon> SetProgressAsync(MachineProgress progress, DateTimeOffset at, CancellationToken cancellationToken) =>
        inner.SetProgressAsync(progress, at, cancellationToken);

    public Task<IReadOnlyList<DeviceId>> ExpelAsync(DateTimeOffset now, int most, CancellationToken cancellationToken) => inner.ExpelAsync(now, most, cancellationToken);

    public Task SetExpelDaysAsync(string account, int days, CancellationToken cancellationToken) => inner.SetExpelDaysAsync(account, days, cancellationToken);

    public Task SetReportedAsync(DeviceId device, string json, DateTimeOffset at, CancellationToken cancellationToken) =>
        inner.SetReportedAsync(device, json, at, cancellationToken);

    public Task<DesiredMessage> DesireAsync(DeviceId device, IReadOnlyDictionary<string, string> changes, CancellationToken cancellationToken) =>
        inner.DesireAsync(device, changes, cancellationToken);

    public Task<DesiredMessage?> DesiredAsync(DeviceId device, CancellationToken cancellationToken) => inner.DesiredAsync(device, cancellationToken);

    public Task<IReadOnlyList<(DeviceId Device, DesiredMessage Desired)>> UntoldAsync(int most, CancellationToken cancellationToken) =>
        inner.UntoldAsync(most, cancellationToken);

    public Task ToldAsync(DeviceId device, long version, CancellationToken cancellationToken) => inner.ToldAsync(device, version, cancellationToken);

    public Task<BlobProgress> OfferBlobAsync(DeviceId device, string id, long length, DateTimeOffset at, CancellationToken cancellationToken) =>
        inner.OfferBlobAsync(device, id, length, at, cancellationToken);

    public Task<BlobProgress> AddChunkAsync(DeviceId device, string id, BlobMessage.Chunk chunk, DateTimeOffset at, CancellationToken cancellationToken)
    {
        ThrowIfDown();
        return inner.AddChunkAsync(device, id, chunk, at, cancellationToken);
    }

    public Task<BlobProgress> BlobAsync(DeviceId device, string id, CancellationToken cancellationToken) => inner.BlobAsync(device, id, cancellationToken);

    public Task<byte[]> ReadBlobAsync(BlobProgress blob, long offset, int count, CancellationToken cancellationToken) =>
        inner.ReadBlobAsync(blob, offset, count, cancellationToken);

    public Task<bool> SettleBlobAsync(BlobProgress verified, bool isRight, DateTimeOffset at, CancellationToken cancellationToken) =>
        inner.SettleBlobAsync(verified, isRight, at, cancellationToken);

    public Task<int> PruneBlobsAsync(DateTimeOffset untouchedSince, CancellationToken cancellationToken) => inner.PruneBlobsAsync(untouchedSince, cancellationToken);

    public Task WithholdAsync(DeviceId device, ulong epoch, IReadOnlyList<SequenceRange> ranges, CancellationToken cancellationToken) =>
        inner.WithholdAsync(device, epoch, ranges, cancellationToken);

    public Task<ReplyClaim> ClaimAsync(RequestKey request, ReplyLease lease, CancellationToken cancellationToken)
    {
        ThrowIfDown();
        return inner.ClaimAsync(request, lease, cancellationToken);
    }

    public async Task<bool> RenewAsync(RequestKey request, ReplyLease lease, CancellationToken cancellationToken)
    {
        var isRenewed = await inner.RenewAsync(request, lease, cancellationToken);
        Renewals++;
        return isRenewed;
    }

    public Task<bool> AddPartAsync(RequestKey request, string worker, ReplyMessage part, CancellationToken cancellationToken)
    {
        ThrowIfDown();
        return inner.AddPartAsync(request, worker, part, cancellationToken);
    }

    public Task<int> PruneAsync(DateTimeOffset askedBefore, CancellationToken cancellationToken) => inner.PruneAsync(askedBefore, cancellationToken);

    public ValueTask DisposeAsync() => inner.DisposeAsync();

    private void ThrowIfDown()
    {
        if (IsDown)
        {
            throw new SqliteException("the store is down", 14);
        }
    }
}
