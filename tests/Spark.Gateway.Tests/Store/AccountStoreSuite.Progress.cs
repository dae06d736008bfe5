using Device.Core.Notebook;
using Device.Messages;
using Spark.Gateway.Store;
using Spark.Gateway.Tests.Support;

namespace Spark.Gateway.Tests.Store;

/// <summary>Who is there, what machines have seen, and who is expelled.</summary>
public abstract partial class AccountStoreSuite
{
    [Fact]
    public async Task Presences_of_a_fleet_are_noted_together_and_each_gets_its_own()
    {
        await using var store = await MigratedAsync(options => options.AccountRule = AccountRule.Tenant);
        await store.SetPresenceAsync([new Presence(Facts.Device("t/b"), true, 7, Noon)], Cancel);
        var states = await store.SetPresenceAsync(
            [new Presence(Facts.Device("u/a"), true, 9, Noon), new Presence(Facts.Device("t/b"), false, null, Noon), new Presence(Facts.Device("t/a"), true, null, Noon)], Cancel);
        Assert.Equal(["u/a u True 9", "t/b t False 7", "t/a t True "], states.Select(s => $"{s.Device} {s.Account} {s.IsOnline} {s.Epoch}"));
    }

    [Fact]
    public async Task The_horizon_is_what_every_machine_that_counts_has()
    {
        await using var store = await MigratedAsync(options => options.AccountRule = AccountRule.Tenant);
        await AppendAsync(store, Facts.Batch("t/a", 1, 2, 3));
        await AppendAsync(store, Facts.Batch("t/b", 1));
        var (a, b) = (Facts.Batch("t/a", 1, 2, 3).Facts, Facts.Batch("t/b", 1).Facts);
        Assert.Same(TombstoneHorizon.None, await store.SetProgressAsync(Progress("t/a", 50, [.. a, .. b]), Noon, Cancel));
        var horizon = await store.SetProgressAsync(Progress("t/b", 40, [a[0], .. b]), Noon, Cancel);
        Assert.Equal(VersionVector.Of([a[0].Id, b[0].Id]), horizon.Seen);
        Assert.Equal(0UL, horizon.Time.Value);
        Assert.Equal(40UL, (await store.SetProgressAsync(Progress("t/b", 40, [.. a, .. b]), Noon, Cancel)).Time.Value);

        // A machine that an operator has assigned and that was never switched on holds nothing up.
        await store.AssignAsync(Facts.Device("t/new"), "t", Cancel);
        Assert.Equal(40UL, (await store.SetProgressAsync(Progress("t/b", 40, [.. a, .. b]), Noon, Cancel)).Time.Value);
    }

    [Fact]
    public async Task A_silent_machine_is_expelled_once_and_holds_nothing_up_any_more()
    {
        await using var store = await MigratedAsync(options => (options.AccountRule, options.ExpelDays) = (AccountRule.Tenant, 60));
        await AppendAsync(store, Facts.Batch("t/a", 1));
        await store.SetPresenceAsync([new Presence(Facts.Device("t/a"), true, 1, Noon), new Presence(Facts.Device("t/b"), true, 1, Noon.AddDays(50))], Cancel);
        await store.SetProgressAsync(Progress("t/b", 9, Facts.Batch("t/a", 1).Facts), Noon.AddDays(50), Cancel);
        Assert.Empty(await store.ExpelAsync(Noon.AddDays(60), 10, Cancel));

        // The broker's last will is no sign of life.
        await store.SetPresenceAsync([new Presence(Facts.Device("t/a"), false, null, Noon.AddDays(60))], Cancel);
        Assert.Equal([Facts.Device("t/a")], await store.ExpelAsync(Noon.AddDays(60).AddSeconds(1), 10, Cancel));
        Assert.Empty(await store.ExpelAsync(Noon.AddDays(61), 10, Cancel));
        Assert.Equal(9UL, (await store.SetProgressAsync(Progress("t/b", 9, Facts.Batch("t/a", 1).Facts), Noon.AddDays(61), Cancel)).Time.Value);
    }

    [Fact]
    public async Task Nothing_more_is_stored_of_a_closed_epoch_and_the_acknowledgement_says_so()
    {
        await using var store = await MigratedAsync(options => (options.AccountRule, options.ExpelDays) = (AccountRule.Tenant, 60));
        var batch = Facts.Batch("t/a", 1, 2, 4);
        await AppendAsync(store, batch);
        await AppendAsync(store, Facts.Batch("t/b", 1));
        await store.SetPresenceAsync([new Presence(batch.Device, true, batch.Epoch, Noon)], Cancel);
        await store.ExpelAsync(Noon.AddDays(365), 10, Cancel);

        var result = await AppendAsync(store, Facts.Batch("t/a", 2, 3, 5));
        Assert.Equal((1, 0), (result.Known, result.Added.Count));
        Assert.Equal(new ClosedEpoch("t", 4), result.Ack.Closed);
        Assert.Equal([3UL, 5UL], result.Ack.Rejected.Select(r => r.Sequence).Order());
        Assert.Equal((2UL, 4UL), (result.Ack.Contiguous, result.Ack.Highest));
        Assert.True((await store.SetPresenceAsync([new Presence(batch.Device, true, batch.Epoch, Noon)], Cancel))[0].IsClosed);

        // It tells what it has: it counts again, its old epoch stays closed, and what never reached anybody holds up nobody.
        var all = Facts.Batch("t/a", 1, 2, 3, 4, 5).Facts;
        var horizon = await store.SetProgressAsync(Progress("t/a", 70, [.. all, .. Facts.Batch("t/b", 1).Facts]), Noon.AddDays(366), Cancel);
        Assert.Equal(TombstoneHorizon.None.Seen, horizon.Seen);
        horizon = await store.SetProgressAsync(Progress("t/b", 80, [all[0], all[1], .. Facts.Batch("t/b", 1).Facts]), Noon.AddDays(366), Cancel);
        Assert.Equal((70UL, true), (horizon.Time.Value, horizon.Seen.Contains(all[1].Id)));
        Assert.NotNull((await AppendAsync(store, Facts.Batch("t/a", 3))).Ack.Closed);
        Assert.Null((await AppendAsync(store, new FactBatch(batch.Device, batch.Epoch + 1, []))).Ack.Closed);
    }

    [Fact]
    public async Task An_account_may_have_a_limit_of_its_own()
    {
        await using var store = await MigratedAsync(options => options.ExpelDays = 60);
        await store.SetPresenceAsync(
            [new Presence(Facts.Device("t/a"), true, 1, Noon), new Presence(Facts.Device("t/b"), true, 1, Noon), new Presence(Facts.Device("t/c"), true, 1, Noon)], Cancel);
        await store.SetExpelDaysAsync("t/a", 0, Cancel);
        await store.SetExpelDaysAsync("t/b", 40, Cancel);
        Assert.Equal([Facts.Device("t/b")], await store.ExpelAsync(Noon.AddDays(41), 10, Cancel));
        Assert.Equal([Facts.Device("t/c")], await store.ExpelAsync(Noon.AddDays(3000), 10, Cancel));
        await Assert.ThrowsAsync<ArgumentException>(() => store.SetExpelDaysAsync("t/a", 29, Cancel));
    }

    private static MachineProgress Progress(string device, ulong time, IEnumerable<Fact> seen) =>
        new(Facts.Device(device), VersionVector.Of(seen.Select(f => f.Id)), new Hlc(time));
}
