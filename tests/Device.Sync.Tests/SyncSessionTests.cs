using Device.Core.Notebook;
using Device.Messages;
using Device.Sync.Links;
using Device.Sync.Tests.World;

namespace Device.Sync.Tests;

/// <summary>Facts on their way to the gateway.</summary>
public sealed class SyncSessionTests
{
    [Fact]
    public void Facts_written_before_and_after_the_connection_reach_the_gateway_once_each_and_in_order()
    {
        var world = SyncWorld.Run(
            async w =>
            {
                await w.UntilSettledAsync();
                w.Write(7);
                await w.UntilSettledAsync();
            },
            w => w.Write(2_500));

        Assert.Equal(world.Journal.Facts, world.Ledger.Stored);
        Assert.Equal(2_507, world.Ledger.Deliveries);
        Assert.Equal(2_507UL, world.Session.Status.AckedSequence);
        Assert.True(world.Batches.SelectMany(b => b).Select(f => f.Id.Sequence).SequenceEqual(Enumerable.Range(1, 2_507).Select(i => (ulong)i)));
    }

    [Fact]
    public void The_brokers_word_is_not_delivery_the_cursor_moves_only_on_the_gateways()
    {
        SyncWorld.Run(
            async w =>
            {
                await w.UntilAsync(() => w.Ledger.Stored.Count == 3);
                await w.PassAsync(TimeSpan.FromSeconds(10));
                Assert.Equal((0UL, 3L), (w.Session.Status.AckedSequence, w.Session.Status.Pending));
                Assert.True(w.Cursor.Saved is null || w.Cursor.Saved.Acked == 0);

                w.SendAck(w.Ledger.Ack(SyncWorld.Epoch));
                await w.UntilSettledAsync();
                await w.UntilAsync(() => w.Cursor.Saved?.Acked == 3);
            },
            w =>
            {
                w.Acknowledges = false;
                w.Write(3);
            });
    }

    [Fact]
    public void A_lost_PUBACK_ends_the_connection_and_the_next_one_sends_again()
    {
        var lost = false;
        var world = SyncWorld.Run(
            async w =>
            {
                await w.UntilSettledAsync();
                await w.UntilAsync(() => w.Broker.Requests.Count == 2);
                await w.UntilSettledAsync();
            },
            w =>
            {
                w.Acknowledges = false;
                w.Broker.Arrived += m => w.Acknowledges |= w.Broker.Requests.Count == 2;
                w.Broker.Up = m => m.Topic.Kind == TopicKind.UpChanges && !lost && (lost = true) ? Fate.LosePuback : Fate.Arrive;
                w.Write(20);
            });

        Assert.Equal(20, world.Ledger.Stored.Count);
        Assert.Equal(1, world.Session.Status.Reconnects);
        Assert.Contains("PUBACK", world.Session.Status.LastError, StringComparison.Ordinal);
    }

    [Fact]
    public void A_lost_acknowledgement_is_asked_for_by_sending_again()
    {
        var acks = 0;
        var world = SyncWorld.Run(
            async w =>
            {
                await w.UntilSettledAsync();
                Assert.InRange(w.Time.GetUtcNow().TimeOfDay, TimeSpan.FromHours(8) + w.Options.AckTimeout, TimeSpan.FromHours(8) + (1.5 * w.Options.AckTimeout));
            },
            w =>
            {
                w.Broker.Down = k => k == TopicKind.DownAck && acks++ == 0 ? Fate.Vanish : Fate.Arrive;
                w.Write(20);
            });

        Assert.Equal(20, world.Ledger.Stored.Count);
        Assert.Equal(0, world.Session.Status.Reconnects);
    }

    [Fact]
    public void A_message_that_the_broker_dropped_leaves_a_hole_and_only_the_hole_is_sent_again()
    {
        var dropped = false;
        var world = SyncWorld.Run(
            async w =>
            {
                await w.UntilAsync(() => dropped);
                w.Write(10);
                await w.UntilSettledAsync();
            },
            w =>
            {
                w.Broker.Up = m => m.Topic.Kind == TopicKind.UpChanges && !dropped && (dropped = true) ? Fate.Vanish : Fate.Arrive;
                w.Write(1);
            });

        Assert.Equal(11, world.Ledger.Stored.Count);
        Assert.Equal(11, world.Ledger.Deliveries);
        Assert.True(world.Time.GetUtcNow().TimeOfDay < TimeSpan.FromHours(8) + TimeSpan.FromSeconds(5));
    }

    [Fact]
    public void Messages_that_overtake_each_other_are_not_sent_again_for_that()
    {
        var count = 0;
        var world = SyncWorld.Run(
            async w =>
            {
                for (var i = 0; i < 30; i++)
                {
                    w.Write(1);
                    await w.PassAsync(TimeSpan.FromMilliseconds(50));
                }

                await w.UntilSettledAsync();
            },
            w => w.Broker.Up = m => m.Topic.Kind == TopicKind.UpChanges && ++count % 3 == 0 ? Fate.Delay : Fate.Arrive);

        Assert.Equal(30, world.Ledger.Stored.Count);
        Assert.Equal(30, world.Ledger.Deliveries);
    }

    [Theory]
    [InlineData(Fate.CutBefore)]
    [InlineData(Fate.CutAfter)]
    public void A_connection_that_ends_in_the_middle_of_a_backlog_loses_nothing(object fate)
    {
        var random = new Random(3);
        var world = SyncWorld.Run(
            w => w.UntilSettledAsync(),
            w =>
            {
                w.Broker.Up = m => m.Topic.Kind == TopicKind.UpChanges && random.Next(4) == 0 ? (Fate)fate : Fate.Arrive;
                w.Options.MaxPayloadBytes = 1_024;
                w.Write(300);
            });

        Assert.Equal(world.Journal.Facts, world.Ledger.Stored);
        Assert.InRange(world.Session.Status.Reconnects, 2, 100);
    }

    [Fact]
    public void A_new_connection_sends_at_once_what_was_not_acknowledged()
    {
        SyncWorld.Run(
            async w =>
            {
                await w.UntilAsync(() => w.Ledger.Stored.Count == 20);
                w.Acknowledges = true;
                w.Broker.Cut();
                var before = w.Time.GetUtcNow();
                await w.UntilSettledAsync();
                Assert.True(w.Time.GetUtcNow() - before < TimeSpan.FromSeconds(2));
            },
            w =>
            {
                w.Acknowledges = false;
                w.Write(20);
            });
    }

    [Fact]
    public void A_message_that_the_broker_refuses_is_reported_and_tried_again_later()
    {
        var refused = false;
        var world = SyncWorld.Run(
            async w =>
            {
                await w.UntilAsync(() => w.Session.Status.LastError is not null);
                Assert.Contains("NotAuthorized", w.Session.Status.LastError, StringComparison.Ordinal);
                await w.UntilSettledAsync();
            },
            w =>
            {
                w.Broker.Up = m => m.Topic.Kind == TopicKind.UpChanges && !refused && (refused = true) ? Fate.Refuse : Fate.Arrive;
                w.Write(3);
            });

        Assert.Equal(3, world.Ledger.Stored.Count);
    }

    [Fact]
    public void A_fact_that_the_gateway_refuses_is_counted_with_its_reason_and_holds_up_nothing()
    {
        var world = SyncWorld.Run(
            w => w.UntilSettledAsync(),
            w =>
            {
                w.Ledger.Refuse[4] = "the clock is 30 h ahead";
                w.Write(10);
            });

        Assert.Equal(9, world.Ledger.Stored.Count);
        Assert.Equal((1L, "the clock is 30 h ahead", 10UL), (world.Session.Status.Rejected, world.Session.Status.LastRejection, world.Session.Status.AckedSequence));
    }

    [Fact]
    public void A_message_that_the_gateway_cannot_read_holds_up_only_the_fact_that_is_to_blame()
    {
        var world = SyncWorld.Run(
            w => w.UntilAsync(() => w.Ledger.Stored.Count == 99),
            w =>
            {
                w.CanRead = facts => facts.All(f => f.Id.Sequence != 50);
                w.Write(100);
            });

        Assert.Equal((1L, 49UL), (world.Session.Status.Pending, world.Session.Status.AckedSequence));
    }

    [Fact]
    public void The_window_is_the_smaller_of_ours_and_the_brokers()
    {
        static int Most(int ours, int theirs) => SyncWorld.Run(
            w => w.UntilSettledAsync(),
            w =>
            {
                w.Options.InflightMessages = ours;
                w.Options.MaxPayloadBytes = 1_024;
                w.Broker.Limits = w.Broker.Limits with { ReceiveMaximum = theirs };
                w.Broker.Up = m => m.Topic.Kind == TopicKind.UpChanges ? Fate.Delay : Fate.Arrive;
                w.Write(1_000);
            }).Broker.MostInflight;

        Assert.Equal(5, Most(5, 20));
        Assert.Equal(3, Most(20, 3));
    }

    [Fact]
    public void A_message_fits_into_the_brokers_largest_packet()
    {
        var world = SyncWorld.Run(
            w => w.UntilSettledAsync(),
            w =>
            {
                w.Broker.Limits = w.Broker.Limits with { MaximumPacketBytes = 700 };
                w.Write(100);
            });

        Assert.InRange(world.Batches.Count(), 5, 100);
        Assert.All(world.Arrivals, a => Assert.True(a.Payload.Length + OutgoingMessage.Overhead(a.Topic, a.ContentType) <= 700));
    }

    [Fact]
    public void A_backlog_is_not_read_into_memory_at_once()
    {
        SyncWorld.Run(
            async w =>
            {
                // The question desk reads ahead to the end; the outbox must not.
                await w.UntilAsync(() => w.Session.Status.OwnHighest == 5_000);
                await w.PassAsync(TimeSpan.FromSeconds(5));
                Assert.Equal(100, w.Ledger.Stored.Count);
                w.Acknowledges = true;
                w.SendAck(w.Ledger.Ack(SyncWorld.Epoch));
                await w.UntilSettledAsync();
            },
            w =>
            {
                w.Acknowledges = false;
                w.Options.OutboxFacts = 100;
                w.Write(5_000);
            });
    }

    [Fact]
    public void After_a_restart_only_what_is_not_acknowledged_is_sent()
    {
        SyncWorld.Run(
            async w =>
            {
                await w.UntilSettledAsync();
                await w.RestartAsync();
                await w.UntilSettledAsync();
                w.Write(5);
                await w.UntilSettledAsync();
                Assert.Equal(45, w.Ledger.Deliveries);
            },
            w => w.Write(40));
    }

    [Fact]
    public void A_lost_cursor_only_means_that_the_gateway_sees_everything_again()
    {
        SyncWorld.Run(
            async w =>
            {
                await w.UntilSettledAsync();
                await w.StopAsync();
                w.Cursor.Saved = null;
                w.Start();
                await w.UntilAsync(() => w.Ledger.Deliveries == 80);
                await w.UntilSettledAsync();
                Assert.Equal(40, w.Ledger.Stored.Count);
            },
            w => w.Write(40));
    }

    [Fact]
    public void A_cursor_of_another_epoch_or_machine_is_not_used()
    {
        SyncWorld.Run(
            w => w.UntilAsync(() => w.Ledger.Stored.Count == 40),
            w =>
            {
                w.Cursor.Saved = new Sending.SyncCursor("school/desk-1", "00000000000000ff", 40, 40, 40, null, 0);
                w.Write(40);
            });
    }

    [Fact]
    public void A_cursor_whose_position_does_not_fit_the_journal_loses_no_fact()
    {
        SyncWorld.Run(
            w => w.UntilAsync(() => w.Ledger.Stored.Count == 40),
            w =>
            {
                w.Cursor.Saved = new Sending.SyncCursor("school/desk-1", SyncWorld.Epoch.ToString("x16", null), 10, 35, 35, null, 0);
                w.Write(40);
            });
    }

    [Fact]
    public void Facts_that_the_disk_lost_are_passed_over()
    {
        var world = SyncWorld.Run(
            async w =>
            {
                await w.UntilAsync(() => w.Ledger.Stored.Count == 10);
                await w.UntilAsync(() => w.Session.Status.Pending == 0);
            },
            w =>
            {
                w.Write(5);
                w.Journal.LoseNext(3);
                w.Write(5);
            });

        Assert.Equal(13UL, world.Session.Status.AckedSequence);
    }

    [Fact]
    public void Facts_of_other_machines_are_not_sent_but_own_ones_of_an_earlier_epoch_are()
    {
        var world = SyncWorld.Run(
            w => w.UntilAsync(() => w.Session.Status is { Pending: 0, AckedSequence: 4 }),
            w =>
            {
                w.Write(2);
                w.Journal.Import(new Fact(new FactId(SyncWorld.Other, 5, 1), new Hlc(1), new NoteCreated("theirs")));
                w.Journal.Import(new Fact(new FactId(SyncWorld.Device, 5, 1), new Hlc(1), new NoteCreated("before the restore")));
                w.Write(2);
            });

        Assert.All(world.Ledger.Stored, f => Assert.Equal(SyncWorld.Device, f.Id.Device));
        Assert.Equal(5, world.Ledger.Stored.Count);
    }

    [Fact]
    public void A_gateway_that_knows_more_than_the_journal_is_reported()
    {
        SyncWorld.Run(
            async w =>
            {
                await w.UntilSettledAsync();
                w.SendAck(w.Ledger.Ack(SyncWorld.Epoch) with { Contiguous = 99, Highest = 99 });
                await w.UntilAsync(() => w.Session.Status.LastError is not null);
                Assert.Contains("up to 99", w.Session.Status.LastError, StringComparison.Ordinal);
                w.Write(1);
                await w.UntilAsync(() => w.Ledger.Stored.Count == 6);
            },
            w => w.Write(5));
    }
}
