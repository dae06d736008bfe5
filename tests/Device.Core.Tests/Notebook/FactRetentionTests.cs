using CsCheck;
using Device.Core.Ink;
using Device.Core.Notebook;

namespace Device.Core.Tests.Notebook;

/// <summary>What may be dropped: no notebook that can still come about shows the difference.</summary>
public sealed class FactRetentionTests
{
    private const ulong Day = 86_400_000UL << 16;

    private static readonly DeviceId A = DeviceId.Parse("home/a");
    private static readonly DeviceId B = DeviceId.Parse("home/b");

    // What two people do, in turns or at once: 0 to 15, by a or b, on one of the things there are, after so many days.
    private static readonly Gen<(int What, bool ByB, int Which, int Other, int Days)[]> History =
        Gen.Select(Gen.Int[0, 15], Gen.Bool, Gen.Int[0, 1000], Gen.Int[0, 1000], Gen.OneOf(0, 0, 0, 20, 40)).Array[1, 40];

    [Fact]
    public void A_notebook_without_superseded_facts_looks_the_same_now_and_after_whatever_comes() =>
        Gen.Select(History, History, Gen.ULong[0, ulong.MaxValue], Gen.Int[0, 3]).Sample(
            (past, future, dropped, meetings) =>
            {
                var account = new Account();
                account.Live(past, meetings);
                account.Meet();
                var horizon = account.Horizon();
                var facts = account.Facts.ToList();

                // Journals are compacted in part, and again later.
                var kept = Drop(Drop(facts, horizon, dropped), horizon, dropped >> 7);
                Assert.Equal(Image(facts), Image(kept));
                account.Live(future, meetings);
                account.Meet();
                var later = account.Facts.Skip(facts.Count).ToList();
                Assert.Equal(Image([.. facts, .. later]), Image([.. kept, .. later]));

                // And again behind the horizon of then.
                var all = Drop(Drop([.. kept, .. later], account.Horizon(), ulong.MaxValue), account.Horizon(), ulong.MaxValue);
                Assert.Equal(Image([.. facts, .. later]), Image(all));
            },
            iter: 600);

    [Fact]
    public void Nothing_is_dropped_before_every_registered_machine_has_seen_it() => Gen.Select(History, Gen.Int[0, 3]).Sample(
        (past, meetings) =>
        {
            var account = new Account();
            account.Live(past, meetings);
            var retention = new FactRetention(Fold(account.Facts), account.Horizon());
            Assert.All(account.Facts.Where(retention.IsSuperseded), f => Assert.True(account.SeenByAll(f.Id)));
        },
        iter: 300);

    [Fact]
    public void An_erased_stroke_is_dropped_once_nobody_can_undo_it_and_its_tombstone_once_the_stroke_is_gone()
    {
        var account = new Account();
        var stroke = account.Write(A, new StrokeAdded(account.Page, Account.Line(3)));
        var erasure = account.Write(A, new StrokesErased(account.Page, [stroke.Id]));
        account.Meet();
        Assert.DoesNotContain(stroke, Superseded(account));
        account.Pass(31);
        Assert.DoesNotContain(stroke, Superseded(account));
        account.Report(A);
        Assert.DoesNotContain(stroke, Superseded(account));
        account.Report(B);
        Assert.Equal([stroke], Superseded(account));
        account.Facts.Remove(stroke);
        Assert.Equal([erasure], Superseded(account));
    }

    [Fact]
    public void A_machine_that_is_silent_holds_up_what_may_be_dropped_until_it_is_expelled()
    {
        var account = new Account();
        var stroke = account.Write(A, new StrokeAdded(account.Page, Account.Line(3)));
        account.Meet();
        account.Write(A, new StrokesErased(account.Page, [stroke.Id]));
        account.Pass(100);
        account.Report(A);
        Assert.Empty(Superseded(account));

        var now = account.Now.UnixMilliseconds;
        var registered = account.Reports.Values.Where(m => !m.IsSilent(now, TimeSpan.FromDays(90))).ToList();
        Assert.Equal([A], registered.Select(m => m.Device));
        var retention = new FactRetention(Fold(account.Facts), TombstoneHorizon.Of(registered));
        Assert.Equal([stroke], account.Facts.Where(retention.IsSuperseded));
    }

    [Fact]
    public void Without_a_registered_machine_nothing_is_behind_anybody()
    {
        Assert.Same(TombstoneHorizon.None, TombstoneHorizon.Of([]));
        var account = new Account();
        account.Meet();
        Assert.DoesNotContain(account.Facts, new FactRetention(Fold(account.Facts), TombstoneHorizon.None).IsSuperseded);
    }

    private static IEnumerable<Fact> Superseded(Account account)
    {
        var retention = new FactRetention(Fold(account.Facts), account.Horizon());
        return account.Facts.Where(retention.IsSuperseded);
    }

    private static List<Fact> Drop(List<Fact> facts, TombstoneHorizon horizon, ulong which)
    {
        var retention = new FactRetention(Fold(facts), horizon);
        return [.. facts.Where((f, i) => !retention.IsSuperseded(f) || ((which >> (i % 61)) & 1) == 0)];
    }

    private static string Image(IEnumerable<Fact> facts) => Convert.ToHexString(NotebookImage.Of(Fold(facts)));

    private static Device.Core.Notebook.Notebook Fold(IEnumerable<Fact> facts)
    {
        var notebook = new Device.Core.Notebook.Notebook();
        foreach (var fact in facts)
        {
            notebook.Apply(fact);
        }

        return notebook;
    }

    /// <summary>Two machines that write what their users do to what they show, and meet now and then.</summary>
    private sealed class Account
    {
        private readonly Dictionary<DeviceId, (Device.Core.Notebook.Notebook Notebook, Hlc Clock, ulong Sequence)> _machines = new()
        {
            [A] = (new(), new Hlc(1_790_000_000_000UL << 16), 0),
            [B] = (new(), new Hlc(1_790_000_000_000UL << 16), 0),
        };

        public Account()
        {
            Note = Write(A, new NoteCreated("note")).Id;
            Page = Write(A, new PageAdded(Note, PageTemplate.Lined, 100, 100, 8)).Id;
            Write(A, new PageAdded(Note, PageTemplate.Lined, 100, 100, 8));
            Meet();
        }

        public List<Fact> Facts { get; } = [];

        public Dictionary<DeviceId, MachineProgress> Reports { get; } = [];

        public FactId Note { get; }

        public FactId Page { get; }

        public Hlc Now => _machines.Values.Max(m => m.Clock);

        public static Stroke Line(int y) => new([new InkPoint(0, y, 0, 0.5f), new InkPoint(8, y, 8, 0.5f)]);

        public Fact Write(DeviceId device, FactBody body)
        {
            var (notebook, clock, sequence) = _machines[device];
            var fact = new Fact(new FactId(device, 1, sequence + 1), clock.Next(0), body);
            _machines[device] = (notebook, fact.Time, sequence + 1);
            notebook.Apply(fact);
            Facts.Add(fact);
            return fact;
        }

        public void Pass(int days)
        {
            foreach (var (device, (notebook, clock, sequence)) in _machines.ToArray())
            {
                _machines[device] = (notebook, new Hlc(clock.Value + ((ulong)days * Day)), sequence);
            }
        }

        public void Meet()
        {
            var latest = Now;
            foreach (var (device, (notebook, _, sequence)) in _machines.ToArray())
            {
                Facts.ForEach(f => notebook.Apply(f));
                _machines[device] = (notebook, latest, sequence);
                Report(device);
            }
        }

        public TombstoneHorizon Horizon() => TombstoneHorizon.Of(Reports.Values);

        public void Report(DeviceId device) =>
            Reports[device] = new MachineProgress(device, _machines[device].Notebook.Seen(), _machines[device].Clock);

        public bool SeenByAll(FactId id) => _machines.Values.All(m => m.Notebook.Seen().Contains(id));

        public void Live((int What, bool ByB, int Which, int Other, int Days)[] history, int meetings)
        {
            for (var i = 0; i < history.Length; i++)
            {
                var (what, byB, which, other, days) = history[i];
                Pass(days);
                var device = byB ? B : A;
                if (Body(_machines[device].Notebook, what, which, other) is { } body)
                {
                    Write(device, body);
                }

                if (meetings > 0 && i % (meetings * 4) == 0)
                {
                    Meet();
                }
            }
        }

        /// <summary>Something a user can do to what a machine shows, or undo; null where there is nothing to do it to.</summary>
        private FactBody? Body(Device.Core.Notebook.Notebook n, int what, int which, int other)
        {
            var pages = n.Pages(Note).Concat(n.Recovered).ToList();
            if (Of(pages, which) is not { } page)
            {
                return n.DeletionsOf(Note).ToList() is { Count: > 0 } gone ? new Restored(Note, [.. gone]) : null;
            }

            var stroke = Of(page.Strokes(), other);
            var ink = page.Strokes().Length > 0;
            var part = stroke.Piece ?? new StrokeRange(0, 256);
            var line = page.Strokes().Select(s => s.Id).Distinct().Skip(which % 2).Take(1 + (other % 3)).ToList();
            var erasures = Facts.Where(f => f.Body is StrokesErased or StrokeErasedPartly && n.Seen().Contains(f.Id)).ToList();
            return what switch
            {
                0 or 1 or 2 => new StrokeAdded(page.Id, Line(other % 9)),
                3 when ink => new StrokesErased(stroke.Home, [stroke.Id]),
                4 when ink => new StrokeErasedPartly(stroke.Home, stroke.Id, [new(part.From + ((part.To - part.From) / 3), part.To - ((part.To - part.From) / 5))]),
                5 when ink => new StrokesMoved(stroke.Home, [stroke.Id], Of(pages, other)!.Id, stroke.Placement.Shifted(1, which % 3)),
                6 when erasures.Count > 0 => Undo(erasures[which % erasures.Count]),
                7 or 8 when line.Count > 0 => new LineRead(page.Id, [.. line], $"r{which}", 1, "m"),
                9 when line.Count > 0 => new LineCorrected(page.Id, [.. line], $"c{which}"),
                10 => new TextSet(which % 2 == 0 ? Note : page.Id, which % 2 == 0 ? TextField.NoteTitle : TextField.PageTitle, $"t{other}"),
                11 => new TagAdded(page.Id, $"g{other % 3}"),
                12 when n.AddsOf(page.Id, $"g{other % 3}").ToList() is { Count: > 0 } adds => new TagRemoved(page.Id, [.. adds]),
                13 => new PageDeleted(page.Id, n.Seen()),
                14 when n.DeletionsOf(page.Id).ToList() is { Count: > 0 } gone => new Restored(page.Id, [.. gone]),
                15 when which % 3 == 0 => new NoteDeleted(Note, n.Seen()),
                15 => new NoteSwitchSet(Note, NoteSwitch.Sync, other % 2 == 0),
                _ => null,
            };
        }

        private static ErasureUndone Undo(Fact erasure) =>
            new((erasure.Body as StrokesErased)?.Page ?? ((StrokeErasedPartly)erasure.Body).Page, [erasure.Id]);

        private static T? Of<T>(IReadOnlyList<T> all, int index) => all.Count == 0 ? default : all[index % all.Count];
    }
}
