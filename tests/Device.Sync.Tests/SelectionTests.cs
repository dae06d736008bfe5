using CsCheck;
using Device.Core.Ink;
using Device.Core.Notebook;
using Device.Messages;
using Device.Sync.Tests.World;

namespace Device.Sync.Tests;

/// <summary>What the user keeps on the machine stays there, and what is switched on goes whole.</summary>
public sealed class SelectionTests
{
    private static readonly FactId Private = new(SyncWorld.Device, SyncWorld.Epoch, 1);
    private static readonly FactId PrivatePage = new(SyncWorld.Device, SyncWorld.Epoch, 3);

    [Fact]
    public void Nothing_of_a_note_that_is_switched_off_is_sent_not_even_that_it_is()
    {
        var world = SyncWorld.Run(
            async w =>
            {
                w.Write(3, "open");
                await w.UntilAsync(() => w.Session.Status.Pending == 0);
                await w.PassAsync(TimeSpan.FromMinutes(5));
                Assert.Equal((7L, 0L, true), (w.Session.Status.Held, w.Session.Status.Holes, w.Session.Status.IsDrained));
            },
            Secret);
        Assert.Equal(["open 0", "open 1", "open 2"], world.Ledger.Stored.Select(f => ((NoteCreated)f.Body).Title));
        Assert.DoesNotContain(world.Arrivals, a => a.Topic.Kind is TopicKind.UpBlob or TopicKind.UpRequest);
        Assert.DoesNotContain("secret", string.Concat(world.Log.Lines), StringComparison.Ordinal);
    }

    [Fact]
    public void Switching_it_on_sends_all_of_it_blobs_too()
    {
        var world = SyncWorld.Run(
            async w =>
            {
                await w.UntilAsync(() => w.Session.Status.Pending == 0);
                w.Journal.Append(new NoteSwitchSet(Private, NoteSwitch.Sync, true));
                await w.UntilAsync(() => w.Ledger.Stored.Count == 8 && w.BlobLedger.Whole.Count == 1);
                await w.UntilAsync(() => w.Session.Status.IsDrained);
                Assert.Equal(0, w.Session.Status.Held);
            },
            Secret);
        Assert.Equal(world.Journal.Facts, world.Ledger.Stored);
    }

    [Fact]
    public void A_stop_while_it_is_being_sent_after_all_loses_nothing()
    {
        var world = SyncWorld.Run(
            async w =>
            {
                await w.UntilAsync(() => w.Session.Status.Pending == 0);
                w.Acknowledges = false;
                w.Journal.Append(new NoteSwitchSet(Private, NoteSwitch.Sync, true));
                await w.UntilAsync(() => w.Ledger.Stored.Count > 1);
                await w.RestartAsync();
                w.Acknowledges = true;
                await w.UntilAsync(() => w.Ledger.Stored.Count == 8 && w.Session.Status.Pending == 0);
            },
            w =>
            {
                w.Options.OutboxFacts = 2;
                Secret(w);
            });
        Assert.Equal(world.Journal.Facts, world.Ledger.Stored);
    }

    [Fact]
    public void The_gateway_is_told_once_what_it_need_not_wait_for()
    {
        var world = SyncWorld.Run(
            async w =>
            {
                for (var i = 0; i < 10; i++)
                {
                    w.Write(1, "open");
                    w.Journal.Append(new TagAdded(Private, "secret"));
                    await w.PassAsync(TimeSpan.FromSeconds(3));
                }

                await w.UntilAsync(() => w.Session.Status.Pending == 0);
                await w.PassAsync(TimeSpan.FromMinutes(1));
            },
            Secret);
        Assert.Equal(world.Journal.Facts.Select(f => f.Id.Sequence).Take(26).Except(world.Ledger.Stored.Select(f => f.Id.Sequence)), world.Ledger.Withheld.Order());
        Assert.InRange(world.Arrivals.Count(a => a.Topic.Kind == TopicKind.UpWithheld), 1, 11);
    }

    [Fact]
    public void Hundreds_of_gaps_hold_up_no_fact()
    {
        var world = SyncWorld.Run(
            async w =>
            {
                await w.UntilAsync(() => w.Session.Status.Pending == 0);
                Assert.InRange(w.Time.GetUtcNow().Hour, 8, 9);
            },
            w =>
            {
                Secret(w);
                for (var i = 0; i < 700; i++)
                {
                    w.Write(1, "open");
                    w.Journal.Append(new TagAdded(Private, "secret"));
                }
            });
        Assert.Equal(700, world.Ledger.Stored.Count);
    }

    [Fact]
    public void With_notes_off_by_default_only_those_switched_on_leave()
    {
        var world = SyncWorld.Run(
            async w =>
            {
                w.Write(2, "secret");
                var open = w.Journal.Append(new NoteCreated("open"));
                w.Journal.Append(new NoteSwitchSet(open.Id, NoteSwitch.Sync, true));
                await w.UntilAsync(() => w.Ledger.Stored.Count == 2);
                await w.PassAsync(TimeSpan.FromMinutes(1));
            },
            w => w.Options.NotesByDefault = false);
        Assert.Equal([FactKind.NoteCreated, FactKind.NoteSwitchSet], world.Ledger.Stored.Select(f => f.Body.Kind));
    }

    [Fact]
    public void A_question_on_a_private_page_is_answered_by_the_machine_unless_the_user_consents()
    {
        SyncWorld.Run(
            async w =>
            {
                var refused = w.Journal.Append(new QuestionAsked(PrivatePage, "secret?", "secret")).Id;
                await w.UntilAsync(() => w.Inputs.OfType<ReplyArrived>().Any(r => r.Question == refused && r.Part.Error.Length > 0));
                Assert.DoesNotContain(w.Arrivals, a => a.Topic.Kind == TopicKind.UpRequest);

                w.Journal.Append(new NoteSwitchSet(Private, NoteSwitch.Cloud, true));
                var asked = w.Journal.Append(new QuestionAsked(PrivatePage, "why?", "")).Id;
                await w.UntilAsync(() => w.Asked(asked) > 0);
                Assert.DoesNotContain(w.Ledger.Stored, f => f.Body is QuestionAsked);
            },
            Secret);
    }

    [Fact]
    public void Whatever_is_written_and_switched_what_is_off_never_leaves_and_in_the_end_all_that_is_on_is_there() => Gen.Int[0, int.MaxValue].Sample(
        seed =>
        {
            var random = new Random(seed);
            HashSet<FactId> off = [];
            Dictionary<FactId, FactId> noteOf = [];
            List<(FactId Note, FactId Page)> notes = [];
            SyncWorld.Run(
                async w =>
                {
                    for (var step = 0; step < 60; step++)
                    {
                        Act(w);
                        await w.PassAsync(TimeSpan.FromMilliseconds(random.Next(4) == 0 ? random.Next(40_000) : random.Next(30)));
                    }

                    foreach (var note in off.Order().ToList())
                    {
                        Switch(w, note, true);
                    }

                    await w.UntilAsync(() => w.Session.Status.Pending == 0 && w.Session.Status.OwnHighest == (ulong)w.Journal.Facts.Count);
                    Assert.Equal(w.Journal.Facts, w.Ledger.Stored);
                },
                w =>
                {
                    w.Options.OutboxFacts = 1 + random.Next(10);
                    w.Options.MaxPayloadBytes = 1_024;
                    w.Options.SeenInterval = TimeSpan.FromSeconds(10);
                    w.Broker.Up = message =>
                    {
                        if (message.Topic.Kind == TopicKind.UpChanges)
                        {
                            Assert.DoesNotContain(ChangesCodec.Read(message.Payload), f => off.Contains(noteOf[f.Id]));
                        }

                        return random.Next(10) switch { 0 => Fate.Vanish, 1 => Fate.ArriveTwice, 2 => Fate.Delay, 3 when random.Next(4) == 0 => Fate.CutAfter, _ => Fate.Arrive };
                    };
                    w.Broker.Down = _ => random.Next(12) switch { 0 => Fate.Vanish, 1 => Fate.Delay, _ => Fate.Arrive };
                });

            void Act(SyncWorld w)
            {
                if (notes.Count == 0 || random.Next(8) == 0)
                {
                    var note = w.Journal.Append(new NoteCreated("n")).Id;
                    var page = w.Journal.Append(new PageAdded(note, PageTemplate.Blank, 100, 100, 10)).Id;
                    (noteOf[note], noteOf[page]) = (note, note);
                    notes.Add((note, page));
                    return;
                }

                var (of, on) = notes[random.Next(notes.Count)];
                if (random.Next(3) == 0)
                {
                    Switch(w, of, random.Next(2) == 0);
                    return;
                }

                for (var i = random.Next(4); i >= 0; i--)
                {
                    var fact = w.Journal.Append(random.Next(3) switch
                    {
                        0 => new TextSet(of, TextField.NoteTitle, "t"),
                        1 => new TagAdded(on, "x"),
                        _ => new StrokeAdded(on, new Stroke([new InkPoint(1, 1, 0, 0.5f)])),
                    });
                    noteOf[fact.Id] = of;
                }
            }

            void Switch(SyncWorld w, FactId note, bool on)
            {
                // What was switched on may go from the moment it is in the journal.
                if (on)
                {
                    off.Remove(note);
                }

                var fact = w.Journal.Append(new NoteSwitchSet(note, NoteSwitch.Sync, on));
                noteOf[fact.Id] = note;
                if (!on)
                {
                    off.Add(note);
                }
            }
        },
        iter: 60);

    /// <summary>A private note of seven facts: note, switch, page, two strokes, a title, an attachment. The first is switched off before it can be sent.</summary>
    private static void Secret(SyncWorld world)
    {
        world.WithBlobs();
        world.Journal.Append(new NoteCreated("secret"));
        world.Journal.Append(new NoteSwitchSet(Private, NoteSwitch.Sync, false));
        world.Journal.Append(new PageAdded(Private, PageTemplate.Lined, 150, 200, 10));
        world.Journal.Append(new StrokeAdded(PrivatePage, new Stroke([new InkPoint(1, 1, 0, 0.5f)])));
        world.Journal.Append(new LineRead(PrivatePage, [new FactId(SyncWorld.Device, SyncWorld.Epoch, 4)], "secret", 1, "m"));
        world.Journal.Append(new TextSet(PrivatePage, TextField.PageTitle, "secret"));
        world.Attach("secret"u8.ToArray(), PrivatePage);
    }
}
