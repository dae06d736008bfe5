using CsCheck;
using Device.Core.Notebook;
using Device.Messages;
using Spark.Gateway.Store;
using Spark.Gateway.Tests.Support;

namespace Spark.Gateway.Tests.Store;

/// <summary>What every account store does; one subclass for each database.</summary>
public abstract partial class AccountStoreSuite
{
    private static readonly DateTimeOffset Noon = new(2025, 9, 4, 12, 0, 0, TimeSpan.Zero);
    private static readonly RequestKey Question = new(Facts.Device("t/a"), "q-1");

    private protected abstract Task<IAccountStore> OpenAsync(Action<StoreOptions>? change = null);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static ReplyLease Lease(string worker, int now, int until) => new(worker, Noon.AddSeconds(now), Noon.AddSeconds(until));

    private static async Task<AppendResult> AppendAsync(IAccountStore store, FactBatch batch) =>
        (await store.AppendAsync([batch], Cancel)).Single();

    private protected async Task<IAccountStore> MigratedAsync(Action<StoreOptions>? change = null)
    {
        var store = await OpenAsync(change);
        await store.MigrateAsync(Cancel);
        return store;
    }

    [Fact]
    public async Task Migrating_twice_changes_nothing()
    {
        await using var store = await MigratedAsync();
        await AppendAsync(store, Facts.Batch("t/a", 1));
        await store.MigrateAsync(Cancel);
        await store.CheckAsync(Cancel);
        Assert.Equal(1, (await AppendAsync(store, Facts.Batch("t/a", 1))).Known);
    }

    [Fact]
    public async Task Wishes_grow_in_version_and_wait_until_the_broker_has_them()
    {
        await using var store = await MigratedAsync();
        var device = Facts.Device("t/a");
        Assert.Null(await store.DesiredAsync(device, Cancel));
        Assert.Equal(1, (await store.DesireAsync(device, new Dictionary<string, string> { ["language"] = "en", ["model"] = "lite" }, Cancel)).Version);
        var second = await store.DesireAsync(device, new Dictionary<string, string> { ["model"] = "", ["other"] = "x" }, Cancel);
        Assert.Equal((2, "language=en other=x"), (second.Version, string.Join(' ', second.Settings.Select(s => $"{s.Key}={s.Value}"))));
        Assert.Equal(second.Settings, (await store.DesiredAsync(device, Cancel))!.Settings);

        Assert.Equal((device, 2L), (await store.UntoldAsync(10, Cancel)).Select(u => (u.Device, u.Desired.Version)).Single());
        await store.ToldAsync(device, 1, Cancel);
        Assert.Single(await store.UntoldAsync(10, Cancel));
        await store.ToldAsync(device, 2, Cancel);
        Assert.Empty(await store.UntoldAsync(10, Cancel));
    }

    [Fact]
    public async Task Too_many_wishes_are_refused_and_change_nothing()
    {
        await using var store = await MigratedAsync();
        var device = Facts.Device("t/a");
        await store.DesireAsync(device, new Dictionary<string, string> { ["language"] = "en" }, Cancel);
        var many = Enumerable.Range(0, DesiredMessage.MaxSettings).ToDictionary(i => $"s{i}", _ => "x");
        await Assert.ThrowsAsync<MessageFormatException>(() => store.DesireAsync(device, many, Cancel));
        Assert.Equal(1, (await store.DesiredAsync(device, Cancel))!.Version);
    }

    [Fact]
    public async Task Facts_are_stored_once_and_acknowledged()
    {
        await using var store = await MigratedAsync();
        var first = await AppendAsync(store, Facts.Batch("t/a", 1, 2, 3));
        Assert.Equal(("f00d000000000001", 3UL, 3UL), (first.Ack.Epoch, first.Ack.Contiguous, first.Ack.Highest));
        Assert.Empty(first.Ack.Holes);
        Assert.Equal([1, 2, 3], first.Added.Select(fact => fact.Position));

        var again = await AppendAsync(store, Facts.Batch("t/a", 2, 3, 4, 4));
        Assert.Equal((4UL, 3), (again.Ack.Contiguous, again.Known));
        Assert.Equal([4UL], again.Added.Sequences());
    }

    [Fact]
    public async Task Batches_of_one_account_get_positions_one_after_the_other()
    {
        await using var store = await MigratedAsync(options => options.AccountRule = AccountRule.Tenant);
        var results = await store.AppendAsync(
            [Facts.Batch("t/a", 2, 1, 3), Facts.Batch("t/b", 1, 2), Facts.Batch("u/a", 1), Facts.Batch("t/a", 3, 4)], Cancel);
        Assert.Equal(["1,2,3", "4,5", "1", "6"], results.Select(result => string.Join(',', result.Added.Select(fact => fact.Position))));
        Assert.Equal([4UL, 2UL, 1UL, 4UL], results.Select(result => result.Ack.Contiguous));
        Assert.Equal([0, 0, 0, 1], results.Select(result => result.Known));
    }

    [Fact]
    public async Task Holes_are_named_and_closed()
    {
        await using var store = await MigratedAsync();
        var gaps = (await AppendAsync(store, Facts.Batch("t/a", 9, 3, 4, 1))).Ack;
        Assert.Equal((1UL, 9UL), (gaps.Contiguous, gaps.Highest));
        Assert.Equal([new SequenceRange(2, 2), new SequenceRange(5, 8)], gaps.Holes);

        var closed = (await AppendAsync(store, Facts.Batch("t/a", 2, 5, 6, 7, 8))).Ack;
        Assert.Equal((9UL, 9UL, 0), (closed.Contiguous, closed.Highest, closed.Holes.Count));
    }

    [Fact]
    public async Task Holes_are_bounded_and_what_lies_above_is_not_claimed()
    {
        await using var store = await MigratedAsync();
        var odd = Enumerable.Range(0, AckMessage.MaxHoles + 50).Select(i => (ulong)((i * 2) + 2)).ToArray();
        var ack = (await AppendAsync(store, Facts.Batch("t/a", odd))).Ack;
        Assert.Equal((0UL, AckMessage.MaxHoles), (ack.Contiguous, ack.Holes.Count));
        Assert.Equal(ack.Holes[^1].Last + 1, ack.Highest);
    }

    [Fact]
    public async Task Epochs_are_counted_apart()
    {
        await using var store = await MigratedAsync();
        var results = await store.AppendAsync([Facts.Batch("t/a", 1, [1, 2]), Facts.Batch("t/a", ulong.MaxValue, [1])], Cancel);
        Assert.Equal([("0000000000000001", 2UL), ("ffffffffffffffff", 1UL)], results.Select(result => (result.Ack.Epoch, result.Ack.Contiguous)));
        Assert.Equal([1, 2, 3], results.SelectMany(result => result.Added).Select(fact => fact.Position));
    }

    [Fact]
    public async Task Same_name_with_other_content_is_an_alarm_and_changes_nothing()
    {
        await using var store = await MigratedAsync();
        await AppendAsync(store, Facts.Batch("t/a", 1));
        FactBatch forged = new(Facts.Device("t/a"), Facts.Epoch, [Facts.Note("t/a", 1, "another"), Facts.Note("t/a", 2), Facts.Note("t/a", 2, "twice")]);
        var result = await AppendAsync(store, forged);
        Assert.Equal((2, 0, 2UL), (result.Conflicts, result.Known, result.Ack.Contiguous));
        Assert.Equal([2UL, 1UL], result.Ack.Rejected.Select(each => each.Sequence));
        var stored = await store.ReadAsync(new FactCursor("t/a", 0, Facts.Device("t/b"), null), 10, int.MaxValue, Cancel);
        Assert.Equal(["title", "title"], stored.Select(each => ((NoteCreated)each.Fact.Body).Title));
    }

    [Theory]
    [InlineData(0UL)]
    [InlineData(1UL << 63)]
    [InlineData(ulong.MaxValue)]
    public async Task Impossible_sequences_are_rejected_and_the_others_stored(ulong sequence)
    {
        await using var store = await MigratedAsync();
        var result = await AppendAsync(store, Facts.Batch("t/a", sequence, 1));
        Assert.Equal(sequence, Assert.Single(result.Ack.Rejected).Sequence);
        Assert.Equal((1UL, 0), (result.Ack.Contiguous, result.Conflicts));
    }

    [Fact]
    public async Task Highest_sequence_is_stored()
    {
        await using var store = await MigratedAsync();
        var ack = (await AppendAsync(store, Facts.Batch("t/a", long.MaxValue))).Ack;
        Assert.Equal((0UL, (ulong)long.MaxValue, new SequenceRange(1, long.MaxValue - 1)), (ack.Contiguous, ack.Highest, Assert.Single(ack.Holes)));
    }

    [Fact]
    public async Task New_machines_have_accounts_of_their_own()
    {
        await using var store = await MigratedAsync();
        await AppendAsync(store, Facts.Batch("t/a", 1));
        Assert.Equal("t/b", (await store.MachineAsync(Facts.Device("t/b"), Cancel)).Account);
        Assert.Empty(await store.ReadAsync(new FactCursor("t/b", 0, Facts.Device("t/b"), null), 10, int.MaxValue, Cancel));
    }

    [Fact]
    public async Task By_option_a_tenant_is_one_account_up_to_the_limit()
    {
        await using var store = await MigratedAsync(options =>
        {
            options.AccountRule = AccountRule.Tenant;
            options.MachinesPerAccount = 2;
        });
        foreach (var (name, account) in new[] { ("t/a", "t"), ("t/b", "t"), ("t/c", "t/c"), ("other/a", "other") })
        {
            Assert.Equal(account, (await store.MachineAsync(Facts.Device(name), Cancel)).Account);
        }

        Assert.Equal(["t/a", "t/b"], (await store.MachinesAsync(["t"], Cancel)).Select(machine => machine.Device.Value));
    }

    [Fact]
    public async Task Assigned_machine_brings_its_own_facts_along()
    {
        await using var store = await MigratedAsync();
        await AppendAsync(store, Facts.Batch("t/b", 1));
        await AppendAsync(store, Facts.Batch("t/a", 1, 2, 3));
        await store.AssignAsync(Facts.Device("t/b"), "t/home", Cancel);
        await store.AssignAsync(Facts.Device("t/a"), "t/home", Cancel);
        await store.AssignAsync(Facts.Device("t/a"), "t/home", Cancel);

        var home = await store.ReadAsync(new FactCursor("t/home", 0, Facts.Device("t/c"), null), 10, int.MaxValue, Cancel);
        Assert.Equal([("t/b", 1UL), ("t/a", 1UL), ("t/a", 2UL), ("t/a", 3UL)], home.Select(each => (each.Fact.Id.Device.Value, each.Fact.Id.Sequence)));
        Assert.Equal([1, 2, 3, 4], home.Select(each => each.Position));
        Assert.Equal((5L, 4UL), ((await AppendAsync(store, Facts.Batch("t/a", 4))) is { } next ? (next.Added[0].Position, next.Ack.Contiguous) : default));

        await store.AssignAsync(Facts.Device("t/a"), "t/other", Cancel);
        Assert.Equal(5, (await store.ReadAsync(new FactCursor("t/home", 0, Facts.Device("t/c"), null), 10, int.MaxValue, Cancel)).Count);
        Assert.Equal("t/other", (await AppendAsync(store, Facts.Batch("t/a", 5))).Account);
    }

    [Theory]
    [InlineData("u")]
    [InlineData("u/home")]
    [InlineData("t/home/x")]
    [InlineData("T/home")]
    [InlineData("")]
    public async Task Accounts_do_not_cross_tenants(string account)
    {
        await using var store = await MigratedAsync();
        await Assert.ThrowsAsync<ArgumentException>(() => store.AssignAsync(Facts.Device("t/a"), account, Cancel));
    }

    [Fact]
    public async Task Full_account_takes_nobody()
    {
        await using var store = await MigratedAsync(options => options.MachinesPerAccount = 1);
        await store.AssignAsync(Facts.Device("t/a"), "t/home", Cancel);
        await Assert.ThrowsAsync<ArgumentException>(() => store.AssignAsync(Facts.Device("t/b"), "t/home", Cancel));
    }

    [Fact]
    public async Task Reader_gets_others_facts_and_those_of_its_earlier_epochs_in_bounded_pages()
    {
        await using var store = await MigratedAsync(options => options.AccountRule = AccountRule.Tenant);
        await store.AppendAsync([Facts.Batch("t/a", 7, [1, 2]), Facts.Batch("t/b", 1), Facts.Batch("t/a", 8, [1]), Facts.Batch("t/b", 2)], Cancel);

        FactCursor cursor = new("t", 0, Facts.Device("t/a"), 8);
        var first = await store.ReadAsync(cursor, 2, int.MaxValue, Cancel);
        Assert.Equal([1, 2], first.Select(each => each.Position));
        var rest = await store.ReadAsync(cursor with { After = 2 }, 10, int.MaxValue, Cancel);
        Assert.Equal([3, 5], rest.Select(each => each.Position));
        Assert.Single(await store.ReadAsync(cursor, 10, 1, Cancel));
        Assert.Equal(5, (await store.ReadAsync(cursor with { Epoch = null }, 10, int.MaxValue, Cancel)).Count);

        Assert.Equal([3, 0], await store.LastPositionsAsync([cursor with { After = 4 }, cursor], Cancel));
    }

    [Fact]
    public async Task Presence_and_report_are_kept()
    {
        await using var store = await MigratedAsync();
        var device = Facts.Device("t/a");
        await store.SetPresenceAsync([new Presence(device, true, 0xFFFF_FFFF_FFFF_FFFE, Noon)], Cancel);
        await store.SetReportedAsync(device, """{"board":"x"}""", Noon, Cancel);
        Assert.Equal(new MachineState(device, "t/a", true, 0xFFFF_FFFF_FFFF_FFFE, """{"board":"x"}"""), await store.MachineAsync(device, Cancel));
        await store.SetPresenceAsync([new Presence(device, false, null, Noon)], Cancel);
        Assert.Equal((false, 0xFFFF_FFFF_FFFF_FFFEUL), (await store.MachineAsync(device, Cancel)) is { } state ? (state.IsOnline, state.Epoch!.Value) : default);
    }

    [Fact]
    public async Task Question_has_one_owner_and_its_parts_are_kept_in_order()
    {
        await using var store = await MigratedAsync();
        Assert.Equal((true, false), await ClaimAsync(store, Lease("w1", 0, 60)) is var (mine, finished, _) ? (mine, finished) : default);
        Assert.False((await ClaimAsync(store, Lease("w2", 10, 70))).IsMine);
        Assert.True(await store.AddPartAsync(Question, "w1", new ReplyMessage(0, "床前", "想", false, ""), Cancel));
        Assert.False(await store.AddPartAsync(Question, "w2", new ReplyMessage(1, "x", "", false, ""), Cancel));
        Assert.True(await store.AddPartAsync(Question, "w1", new ReplyMessage(1, "明月光", "", true, ""), Cancel));
        Assert.False(await store.AddPartAsync(Question, "w1", new ReplyMessage(2, "late", "", true, ""), Cancel));

        var claim = await ClaimAsync(store, Lease("w2", 1000, 1060));
        Assert.Equal((false, true), (claim.IsMine, claim.IsFinished));
        Assert.Equal([new ReplyMessage(0, "床前", "想", false, ""), new ReplyMessage(1, "明月光", "", true, "")], claim.Parts);
    }

    [Fact]
    public async Task Question_of_a_dead_worker_is_taken_over_after_its_lease()
    {
        await using var store = await MigratedAsync();
        await ClaimAsync(store, Lease("w1", 0, 60));
        await store.AddPartAsync(Question, "w1", new ReplyMessage(0, "half", "", false, ""), Cancel);
        Assert.True(await store.RenewAsync(Question, Lease("w1", 50, 110), Cancel));
        Assert.False((await ClaimAsync(store, Lease("w2", 70, 130))).IsMine);

        var claim = await ClaimAsync(store, Lease("w2", 110, 170));
        Assert.Equal((true, false, 1), (claim.IsMine, claim.IsFinished, claim.Parts.Count));
        Assert.False(await store.RenewAsync(Question, Lease("w1", 115, 175), Cancel));
        Assert.False(await store.AddPartAsync(Question, "w1", new ReplyMessage(1, "late", "", false, ""), Cancel));
        Assert.True(await store.AddPartAsync(Question, "w2", new ReplyMessage(1, "", "", true, "broke off"), Cancel));
    }

    [Fact]
    public async Task Old_questions_are_forgotten_with_their_parts()
    {
        await using var store = await MigratedAsync();
        await ClaimAsync(store, Lease("w1", 0, 60));
        await store.AddPartAsync(Question, "w1", new ReplyMessage(0, "x", "", true, ""), Cancel);
        Assert.Equal(0, await store.PruneAsync(Noon, Cancel));
        Assert.Equal(1, await store.PruneAsync(Noon.AddSeconds(1), Cancel));
        var claim = await ClaimAsync(store, Lease("w2", 100, 160));
        Assert.Equal((true, 0), (claim.IsMine, claim.Parts.Count));
    }

    [Fact]
    public async Task Any_order_and_repetition_ends_in_the_same_store()
    {
        await using var store = await MigratedAsync();
        var device = 0;
        await Gen.Select(Gen.Int[1, 30], Gen.Int[1, 1000].Array[1, 60]).SampleAsync(
            async (count, picks) =>
            {
                var name = $"t/d{Interlocked.Increment(ref device)}";
                foreach (var chunk in picks.Select(pick => (ulong)((pick % count) + 1)).Chunk(7))
                {
                    await AppendAsync(store, Facts.Batch(name, chunk));
                }

                var last = await AppendAsync(store, Facts.Batch(name, [.. Enumerable.Range(1, count).Select(i => (ulong)i)]));
                Assert.Equal(((ulong)count, 0, 0), (last.Ack.Contiguous, last.Ack.Holes.Count, last.Conflicts));
                var stored = await store.ReadAsync(new FactCursor(name, 0, Facts.Device("t/x"), null), 1000, int.MaxValue, Cancel);
                Assert.Equal(Enumerable.Range(1, count), stored.Select(each => (int)each.Position));
                Assert.Equal(count, stored.Sequences().Distinct().Count());
            },
            iter: 30,
            threads: 1);
    }

    [Fact]
    public async Task Writers_at_the_same_time_leave_no_gap_and_no_double()
    {
        await using var store = await MigratedAsync(options => options.AccountRule = AccountRule.Tenant);
        await Task.WhenAll(Enumerable.Range(0, 8).Select(async writer =>
        {
            for (ulong i = 1; i <= 10; i++)
            {
                // Two writers share each machine, as two workers do when a machine resends.
                await AppendAsync(store, Facts.Batch($"t/d{writer / 2}", i));
            }
        }));
        var stored = await store.ReadAsync(new FactCursor("t", 0, Facts.Device("t/x"), null), 1000, int.MaxValue, Cancel);
        Assert.Equal(Enumerable.Range(1, 40), stored.Select(each => (int)each.Position));
        Assert.Equal(40, stored.Select(each => each.Fact.Id).Distinct().Count());
    }

    private static Task<ReplyClaim> ClaimAsync(IAccountStore store, ReplyLease lease) => store.ClaimAsync(Question, lease, Cancel);
}
