using System.ComponentModel.DataAnnotations;
using Device.Core.Notebook;
using Device.Messages;
using Device.Sync.Tests.World;

namespace Device.Sync.Tests;

/// <summary>Connections: made, lost, made anew, ended.</summary>
public sealed class ConnectionTests
{
    [Fact]
    public void A_connection_resumes_its_session_and_announces_the_machine()
    {
        var world = SyncWorld.Run(
            async w =>
            {
                w.Session.Report(new ReportedMessage("0.1.0", "desk", ["ink 3"], 0));
                await w.UntilAsync(() => w.Broker.Retained.Count == 2);
                Assert.True(Presence(w));

                w.Session.Report(new ReportedMessage("0.1.0", "desk", ["ink 3"], 7));
                await w.UntilAsync(() => Reported(w).DesiredVersion == 7);

                w.Broker.Retained.Clear();
                w.Broker.Cut();
                Assert.False(Presence(w));
                await w.UntilAsync(() => w.Broker.Retained.Count == 2 && Presence(w));
                Assert.Equal(7, Reported(w).DesiredVersion);
            });

        Assert.All(world.Broker.Requests, r =>
        {
            Assert.Equal((SyncWorld.Device, "spark/v1/school/desk-1/down/#"), (r.Device, r.Filter));
            Assert.Equal((TopicKind.UpPresence, true, false), (r.Will.Topic.Kind, r.Will.Retain, MessageJson.Read<PresenceMessage>(r.Will.Payload).Online));
            Assert.True(r.KeepAlive > TimeSpan.Zero && r.SessionExpiry > TimeSpan.Zero && r.ReceiveMaximum > 0);
        });
    }

    [Fact]
    public void Attempts_grow_apart_up_to_a_limit_with_jitter_and_begin_again_after_a_steady_connection()
    {
        SyncWorld.Run(
            async w =>
            {
                await w.UntilAsync(() => w.Broker.Attempts.Count == 12);
                var waits = Waits(w);
                for (var i = 0; i < 11; i++)
                {
                    var whole = TimeSpan.FromSeconds(Math.Min(Math.Pow(2, i), 120));
                    Assert.InRange(waits[i], whole / 2, whole + TimeSpan.FromMilliseconds(50));
                }

                Assert.True(waits.Select(x => x.TotalSeconds % 1).Distinct().Count() > 5);
                Assert.Equal(("no route to broker", SyncState.Offline), (w.Session.Status.LastError, w.Session.Status.State));

                w.Broker.Refuse = () => null;
                await w.UntilAsync(() => w.Session.Status.State == SyncState.Online);
                await w.PassAsync(TimeSpan.FromMinutes(20));
                w.Broker.Cut();
                var before = w.Time.GetUtcNow();
                await w.UntilAsync(() => w.Session.Status.State != SyncState.Online);
                await w.UntilAsync(() => w.Session.Status.State == SyncState.Online);
                Assert.InRange(w.Time.GetUtcNow() - before, TimeSpan.FromSeconds(0.5), TimeSpan.FromSeconds(1.1));
            },
            w => w.Broker.Refuse = () => "no route to broker");
    }

    [Fact]
    public void Two_machines_with_one_name_do_not_throw_each_other_out_without_pause()
    {
        SyncWorld.Run(async w =>
        {
            // The other one comes back a second after each time it was thrown out.
            for (var i = 0; i < 10; i++)
            {
                await w.UntilAsync(() => w.Session.Status.State == SyncState.Online);
                await w.PassAsync(TimeSpan.FromSeconds(1));
                w.Broker.Cut();
                await w.UntilAsync(() => w.Session.Status.State != SyncState.Online);
            }

            Assert.True(Waits(w)[^1] > TimeSpan.FromSeconds(50));
        });
    }

    [Fact]
    public void A_broker_that_does_not_answer_is_given_up()
    {
        SyncWorld.Run(
            async w =>
            {
                await w.UntilAsync(() => w.Session.Status.Reconnects == 1);
                Assert.Equal("127.0.0.1:1883: no connection within 15 s", w.Session.Status.LastError);
            },
            w => w.Broker.Refuse = () => "");
    }

    [Fact]
    public void Stopping_waits_for_what_is_under_way_says_goodbye_and_keeps_the_cursor()
    {
        var world = SyncWorld.Run(
            w => w.UntilAsync(() => w.Broker.MostInflight > 0),
            w =>
            {
                w.Broker.Up = m => m.Topic.Kind == TopicKind.UpChanges ? Fate.Delay : Fate.Arrive;
                w.Write(50);
            });

        Assert.Equal(50, world.Ledger.Stored.Count);
        Assert.Equal(50UL, world.Cursor.Saved!.Acked);
        Assert.False(Presence(world));
        Assert.Equal((SyncState.Offline, 0L), (world.Session.Status.State, world.Session.Status.Reconnects));
        Assert.True(world.Session.Inputs.Completion.IsCompleted);
        Assert.DoesNotContain(world.Log.Lines, l => l.Contains("Offline:", StringComparison.Ordinal));
    }

    [Fact]
    public void Stopping_does_not_wait_for_ever()
    {
        var world = SyncWorld.Run(
            async w =>
            {
                await w.UntilAsync(() => w.Ledger.Stored.Count == 50);
                var before = w.Time.GetUtcNow();
                await w.StopAsync();
                Assert.InRange(w.Time.GetUtcNow() - before, TimeSpan.FromSeconds(1.9), TimeSpan.FromSeconds(4.1));
            },
            w =>
            {
                w.Acknowledges = false;
                w.Write(50);
            });

        Assert.Equal(0UL, world.Cursor.Saved!.Acked);
    }

    [Theory]
    [InlineData("waiting")]
    [InlineData("connecting")]
    [InlineData("switched off")]
    public void Stopping_needs_no_connection(string where)
    {
        SyncWorld.Run(
            async w =>
            {
                await w.UntilAsync(() => w.Broker.Attempts.Count > 0 || where == "switched off");
                await w.PassAsync(TimeSpan.FromMilliseconds(100));
                var before = w.Time.GetUtcNow();
                await w.StopAsync();
                Assert.True(w.Time.GetUtcNow() - before < TimeSpan.FromMilliseconds(50));
            },
            w =>
            {
                w.Options.Enabled = where != "switched off";
                w.Broker.Refuse = () => where == "waiting" ? "no" : "";
            });
    }

    [Fact]
    public void Switched_off_nothing_is_connected()
    {
        var world = SyncWorld.Run(
            w => w.PassAsync(TimeSpan.FromHours(1)),
            w =>
            {
                w.Options.Enabled = false;
                w.Write(3);
            });

        Assert.Empty(world.Broker.Attempts);
    }

    [Fact]
    public void A_journal_that_cannot_be_read_ends_the_session_with_its_error()
    {
        SyncWorld.RunUnstarted(async w =>
        {
            w.Write(3);
            w.Start();
            await w.UntilAsync(() => w.Ledger.Stored.Count == 3);
            w.Journal.Failure = new IOException("segment 3: bad sector");
            w.Write(1);
            var e = await Assert.ThrowsAsync<IOException>(w.RunningAsync);
            Assert.Equal("segment 3: bad sector", e.Message);
            await Assert.ThrowsAsync<IOException>(w.StopAsync);
        });
    }

    [Fact]
    public void A_journal_that_is_closed_ends_the_session()
    {
        SyncWorld.Run(async w =>
        {
            await w.UntilAsync(() => w.Session.Status.State == SyncState.Online);
            w.Journal.Close();
            await w.RunningAsync();
            Assert.False(Presence(w));
        });
    }

    [Fact]
    public void A_cursor_that_cannot_be_written_stops_nothing()
    {
        var world = SyncWorld.Run(
            w => w.UntilSettledAsync(),
            w =>
            {
                w.Cursor.Failure = new IOException("disk full");
                w.Write(3);
            });

        Assert.Contains(world.Log.Lines, l => l.Contains("disk full", StringComparison.Ordinal));
    }

    [Fact]
    public void The_cursor_is_not_written_for_every_fact()
    {
        var world = SyncWorld.Run(async w =>
        {
            for (var i = 0; i < 300; i++)
            {
                w.Write(1);
                await w.PassAsync(TimeSpan.FromMilliseconds(100));
            }
        });

        Assert.InRange(world.Cursor.Saves, 5, 8);
    }

    [Fact]
    public void Who_watches_sees_the_present_and_then_each_change_and_who_is_slow_only_the_latest()
    {
        SyncWorld.Run(
            async w =>
            {
                using var stop = new CancellationTokenSource();
                var seen = new List<SyncStatus>();
                var watch = WatchAsync();
                await w.UntilAsync(() => seen.Count > 0 && seen[^1] is { State: SyncState.Online, Pending: 0, AckedSequence: 200 });
                await stop.CancelAsync();
                await Assert.ThrowsAnyAsync<OperationCanceledException>(() => watch);
                Assert.InRange(seen.Count, 2, 20);
                Assert.Equal(seen.Distinct(), seen);

                async Task WatchAsync()
                {
                    await foreach (var status in w.Session.WatchAsync(stop.Token))
                    {
                        seen.Add(status);
                        await w.PassAsync(TimeSpan.FromMilliseconds(200));
                    }
                }
            },
            w =>
            {
                w.Options.MaxPayloadBytes = 1_024;
                w.Write(200);
            });
    }

    [Fact]
    public void A_session_runs_once()
    {
        SyncWorld.Run(async w => await Assert.ThrowsAsync<InvalidOperationException>(() => w.Session.RunAsync(CancellationToken.None)));
    }

    [Fact]
    public void Options_out_of_range_are_all_named_at_once()
    {
        var world = MakeOptions(o =>
        {
            o.Port = 0;
            o.InflightMessages = 1_001;
            o.KeepAlive = TimeSpan.Zero;
            o.RetryMin = TimeSpan.FromMinutes(9);
            o.CertificateFile = "machine.pem";
        });

        var e = Assert.Throws<ValidationException>(world.ThrowIfInvalid);
        Assert.All(new[] { "Port", "InflightMessages", "KeepAlive" }, name => Assert.Contains(name, e.Message, StringComparison.Ordinal));
        world = MakeOptions(o =>
        {
            o.RetryMin = TimeSpan.FromMinutes(9);
            o.CertificateFile = "machine.pem";
        });
        e = Assert.Throws<ValidationException>(world.ThrowIfInvalid);
        Assert.All(new[] { "RetryMax", "KeyFile", "AuthorityFile" }, name => Assert.Contains(name, e.Message, StringComparison.Ordinal));
        MakeOptions(_ => { }).ThrowIfInvalid();
    }

    private static SyncOptions MakeOptions(Action<SyncOptions> change)
    {
        var options = new SyncOptions();
        change(options);
        return options;
    }

    private static bool Presence(SyncWorld world) => MessageJson.Read<PresenceMessage>(world.Broker.Retained[TopicKind.UpPresence]).Online;

    private static ReportedMessage Reported(SyncWorld world) => MessageJson.Read<ReportedMessage>(world.Broker.Retained[TopicKind.UpReported]);

    private static List<TimeSpan> Waits(SyncWorld world) => [.. world.Broker.Attempts.Zip(world.Broker.Attempts.Skip(1), (a, b) => b - a)];
}
