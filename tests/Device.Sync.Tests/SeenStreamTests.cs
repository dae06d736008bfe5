using CsCheck;
using Device.Core.Notebook;
using Device.Messages;
using Device.Sync.Receiving;
using Device.Sync.Sending;
using Device.Sync.Tests.World;

namespace Device.Sync.Tests;

/// <summary>How much of the account the machine has seen, and what it says of that.</summary>
public sealed class SeenStreamTests
{
    [Fact]
    public void The_machine_says_what_it_has_seen_once_that_is_in_its_journal()
    {
        SyncWorld.Run(async w =>
        {
            await w.UntilAsync(() => w.Presences.Count == 1);
            Assert.Equal(new PresenceMessage(true, null, 0, "00c0ffee00c0ffee"), w.Presences[0]);
            w.SendChanges("home", 0, 4, Theirs(1));
            w.SendChanges("home", 4, 9, Theirs(2));
            await w.UntilAsync(() => w.Cursor.Saved?.Seen == 9);

            w.Accepts = false;
            w.SendChanges("home", 9, 12, Theirs(3));
            await w.UntilAsync(() => w.Inputs.Count == 3);
            await w.RestartAsync();
            await w.UntilAsync(() => w.Presences.Count == 2);
            Assert.Equal(new PresenceMessage(true, "home", 9, "00c0ffee00c0ffee"), w.Presences[1]);
        });
    }

    [Fact]
    public void A_machine_whose_medium_lost_facts_asks_for_everything_until_all_of_it_is_in_its_journal()
    {
        SyncWorld.Run(
            async w =>
            {
                await w.UntilAsync(() => w.Presences.Count == 1);
                Assert.Equal(new PresenceMessage(true, "home", 0, null), w.Presences[0]);
                w.SendChanges("home", 0, 4, Theirs(1));
                Send(w, 0, 4, "1", Theirs(1));
                await w.RestartAsync();
                await w.UntilAsync(() => w.Presences.Count == 2);
                Assert.Equal(new PresenceMessage(true, "home", 0, null), w.Presences[1]);

                Send(w, 0, 4, "1", Theirs(1));
                Send(w, 4, 9, MqttContract.LastOfAll, Theirs(2));
                await w.UntilAsync(() => w.Cursor.Saved is { Seen: 9, Healed: "3-3" });
                await w.RestartAsync();
                await w.UntilAsync(() => w.Presences.Count == 3);
                Assert.Equal(new PresenceMessage(true, "home", 9, "00c0ffee00c0ffee"), w.Presences[2]);
            },
            w =>
            {
                w.Journal.Holes = "3-3";
                w.Cursor.Saved = new SyncCursor(SyncWorld.Device.Value, "00c0ffee00c0ffee", 0, 0, 0, "home", 7);
            });
    }

    [Fact]
    public void What_was_seen_is_told_again_while_nothing_comes()
    {
        SyncWorld.Run(async w =>
        {
            await w.UntilAsync(() => w.Presences.Count == 1);
            await w.PassAsync(w.Options.SeenInterval + TimeSpan.FromSeconds(1));
            Assert.Equal(2, w.Presences.Count);
        });
    }

    [Fact]
    public void A_missing_message_is_noticed_told_once_and_made_good()
    {
        SyncWorld.Run(async w =>
        {
            await w.UntilAsync(() => w.Presences.Count == 1);
            w.SendChanges("home", 0, 4, Theirs(1));
            w.SendChanges("home", 7, 9, Theirs(3));
            w.SendChanges("home", 9, 12, Theirs(4));
            await w.UntilAsync(() => w.Inputs.Count == 3 && w.Presences.Count == 2);
            Assert.InRange(w.Presences[1].Seen, 0, 4);
            await w.PassAsync(TimeSpan.FromSeconds(10));
            Assert.Equal(2, w.Presences.Count);

            w.SendChanges("home", 4, 7, Theirs(2));
            w.SendChanges("home", 7, 12, Theirs(3), Theirs(4));
            await w.UntilAsync(() => w.Cursor.Saved?.Seen == 12);
        });
    }

    [Fact]
    public void A_missing_message_that_does_not_come_is_asked_for_again()
    {
        SyncWorld.Run(async w =>
        {
            await w.UntilAsync(() => w.Presences.Count == 1);
            for (var i = 0; i < 4; i++)
            {
                w.SendChanges("home", 10 + i, 11 + i, Theirs(1));
                await w.PassAsync(TimeSpan.FromSeconds(20));
            }

            Assert.Equal(3, w.Presences.Count);
        });
    }

    [Fact]
    public void In_another_account_the_machine_has_seen_nothing()
    {
        SyncWorld.Run(async w =>
        {
            await w.UntilAsync(() => w.Presences.Count == 1);
            w.SendChanges("home", 0, 100, Theirs(1));
            w.SendChanges("school", 0, 3, Theirs(2));
            await w.UntilAsync(() => w.Cursor.Saved is { Stream: "school", Seen: 3 });
        });
    }

    [Fact]
    public void A_journal_that_doubts_its_end_wants_everything_again_and_sends_what_was_not_acknowledged()
    {
        SyncWorld.Run(async w =>
        {
            w.Write(5);
            w.SendChanges("home", 0, 100, Theirs(1));
            await w.UntilSettledAsync();
            await w.UntilAsync(() => w.Cursor.Saved?.Seen == 100);
            await w.StopAsync();

            w.Write(3);
            w.Journal.BeginEpoch(0x1234);
            w.Write(4);
            w.Start();
            await w.UntilAsync(() => w.Ledger.Stored.Count == 12);
            await w.UntilAsync(() => w.Session.Status is { Pending: 0, AckedSequence: 4, OwnHighest: 4 });
            Assert.Equal(12, w.Ledger.Deliveries);
            Assert.Equal(new PresenceMessage(true, null, 0, "0000000000001234"), w.Presences[^1]);
        });
    }

    [Fact]
    public void An_epoch_that_begins_while_the_session_runs_is_followed()
    {
        SyncWorld.Run(async w =>
        {
            w.Write(5);
            await w.UntilSettledAsync();
            w.Journal.BeginEpoch(0x1234);
            w.Write(2);
            await w.UntilAsync(() => w.Ledger.Stored.Count == 7);
            await w.UntilAsync(() => w.Session.Status is { Pending: 0, AckedSequence: 2, OwnHighest: 2 });
        });
    }

    [Fact]
    public void After_the_journal_was_replaced_by_an_older_copy_what_is_written_from_then_on_is_sent()
    {
        SyncWorld.Run(async w =>
        {
            w.Write(50);
            await w.UntilSettledAsync();
            await w.StopAsync();
            w.Journal.Restore(20);
            w.Start();
            await w.UntilAsync(() => w.Ledger.Deliveries == 70);
            w.Journal.BeginEpoch(0x1234);
            w.Write(1);
            await w.UntilAsync(() => w.Ledger.Stored.Count == 51);
        });
    }

    [Fact]
    public void The_position_never_passes_a_message_that_is_missing_or_not_accepted()
    {
        // Messages of a stream in any order and number, accepted in any order or not at all.
        Gen.Int[0, 1_000_000].Sample(seed =>
        {
            var random = new Random(seed);
            var stream = new SeenStream();
            stream.Resume("home", 0);
            var inJournal = new HashSet<long>();
            var open = new List<(SeenStep? Step, long From, long To)>();
            for (var i = 0; i < 60; i++)
            {
                if (random.Next(2) == 0)
                {
                    var from = random.Next(12);
                    var to = from + 1 + random.Next(3);
                    var step = stream.Arrived("home", from, to);
                    if (step is not null && random.Next(5) == 0)
                    {
                        stream.Withdraw(step);
                    }
                    else
                    {
                        open.Add((step, from, to));
                    }
                }
                else if (open.Count > 0)
                {
                    var (step, from, to) = open[random.Next(open.Count)];
                    for (var p = from + 1; p <= to; p++)
                    {
                        inJournal.Add(p);
                    }

                    if (step is not null)
                    {
                        stream.Accept(step);
                    }
                }

                for (var p = 1L; p <= stream.Now.Seen; p++)
                {
                    Assert.Contains(p, inJournal);
                }
            }
        });
    }

    [Theory]
    [InlineData("", "0", "1")]
    [InlineData("home", "x", "1")]
    [InlineData("home", "2", "1")]
    [InlineData("home", "-1", "1")]
    [InlineData("home", "1", null)]
    public void A_place_that_makes_no_sense_is_a_bad_message(string stream, string after, string? to)
    {
        SyncWorld.Run(async w =>
        {
            await w.UntilAsync(() => w.Session.Status.State == SyncState.Online);
            (string, string)[] more = [(MqttContract.StreamProperty, stream), (MqttContract.AfterProperty, after)];
            w.Broker.Send(
                new DeviceTopic(SyncWorld.Device, TopicKind.DownChanges),
                ChangesCodec.Write([Theirs(1)], int.MaxValue, out _),
                MqttContract.Facts,
                "1",
                to is null ? more : [.. more, (MqttContract.ToProperty, to)]);
            await w.UntilAsync(() => w.Session.Status.BadMessages == 1);
            Assert.Equal((0, 0), (w.Broker.Queued, w.Inputs.Count));
        });
    }

    private static void Send(SyncWorld world, long after, long to, string all, Fact fact) => world.Broker.Send(
        new DeviceTopic(SyncWorld.Device, TopicKind.DownChanges),
        ChangesCodec.Write([fact], int.MaxValue, out _),
        MqttContract.Facts,
        "1",
        (MqttContract.StreamProperty, "home"),
        (MqttContract.AfterProperty, $"{after}"),
        (MqttContract.ToProperty, $"{to}"),
        (MqttContract.AllProperty, all));

    private static Fact Theirs(ulong sequence) => new(new FactId(SyncWorld.Other, 5, sequence), new Hlc(sequence), new NoteCreated("theirs"));
}
