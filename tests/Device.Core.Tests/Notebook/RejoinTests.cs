using CsCheck;
using Device.Core.Ink;
using Device.Core.Notebook;

namespace Device.Core.Tests.Notebook;

/// <summary>A machine silent for months and expelled, or one whose clock was a year ahead, comes back.</summary>
public sealed class RejoinTests
{
    private const ulong Day = 86_400_000UL << 16;
    private const ulong Start = 1_790_000_000_000UL << 16;

    private static readonly DeviceId Here = DeviceId.Parse("home/here");
    private static readonly DeviceId Away = DeviceId.Parse("home/away");
    private static readonly FactId Note = new(Here, 1, 1);
    private static readonly FactId Page = new(Here, 1, 2);

    private readonly List<Fact> _common = [new(Note, new Hlc(Start), new NoteCreated("n")), new(Page, new Hlc(Start), new PageAdded(Note, PageTemplate.Lined, 100, 100, 8))];

    [Fact]
    public void What_an_expelled_machine_wrote_is_there_under_new_names_and_every_machine_shows_the_same()
    {
        var old = Stroke(Here, 3, 5);
        var mine = Stroke(Away, 1, 10);
        _common.Add(old);
        Fact[] unseen =
        [
            mine,
            Away2(2, new LineRead(Page, [mine.Id], "mine", 1, "m")),
            Away2(3, new StrokesErased(Page, [old.Id])),
            Away2(4, new StrokesMoved(Page, [mine.Id], Page, Placement.AsDrawn.Shifted(3, 0))),
        ];
        var again = Again(unseen);
        Assert.Equal([1, 2, 3, 4], again.Select(f => (int)f.Id.Sequence));
        Assert.All(again, f => Assert.Equal((Away, 9UL), (f.Id.Device, f.Id.Epoch)));
        Assert.All(again.Zip(again.Skip(1)), p => Assert.True(p.First.Time < p.Second.Time));
        var page = Fold([.. _common, .. again]).Find(Page)!;
        Assert.Equal([(again[0].Id, 3f)], page.Strokes().Select(s => (s.Id, s.Stroke.Points[0].X)));
        Assert.Equal("mine", page.Text());
    }

    [Fact]
    public void Ink_that_was_dropped_meanwhile_is_neither_moved_nor_brought_back()
    {
        // The others erased the stroke and dropped it, tombstone and all; the machine that was away had moved it and undone an erasure.
        var dropped = new FactId(Here, 1, 3);
        var again = Again(
            [Away2(1, new StrokesMoved(Page, [dropped], Page, Placement.AsDrawn.Shifted(3, 0))), Away2(2, new ErasureUndone(Page, [new FactId(Here, 1, 4)]))]);
        Assert.IsType<ErasureUndone>(Assert.Single(again).Body);
        var before = NotebookImage.Of(Fold(_common));
        Assert.Equal(before, NotebookImage.Of(Fold([.. _common, .. again])));

        // A machine that has not compacted yet shows the same.
        Fact[] uncompacted = [.. _common, Stroke(Here, 3, 5), new(new FactId(Here, 1, 4), new Hlc(Start + 5), new StrokesErased(Page, [dropped]))];
        Assert.Equal(before, NotebookImage.Of(Fold([.. uncompacted, .. again])));
    }

    [Fact]
    public void What_the_others_have_already_is_not_written_again()
    {
        var mine = Stroke(Away, 1, 10);
        _common.Add(mine);
        var again = Again([mine, Away2(2, new StrokesErased(Page, [mine.Id]))]);
        Assert.Equal([mine.Id], Assert.IsType<StrokesErased>(Assert.Single(again).Body).Strokes);
        Assert.Empty(Fold([.. _common, .. again]).Find(Page)!.Strokes());
    }

    [Fact]
    public void A_deletion_written_again_has_seen_the_new_names_of_what_it_had_seen()
    {
        var mine = Stroke(Away, 1, 10);
        var again = Again([mine, Away2(2, new PageDeleted(Page, VersionVector.Of([Note, Page, mine.Id])))]);
        Assert.Empty(Fold([.. _common, .. again]).Recovered);
    }

    [Fact]
    public void Every_kind_of_fact_is_written_again_with_the_new_names_and_nothing_else_changed() =>
        Gen.Select(AnyFact.Fact.Array[1, 8], Gen.ULong).Sample((facts, epoch) =>
        {
            var own = facts.Where(f => f.Body is not StrokesMoved).Select((f, i) => f with { Id = new FactId(Away, 1, (ulong)i + 1) }).ToArray();
            var again = Rejoin.Again(own, VersionVector.Empty, new Device.Core.Notebook.Notebook(), epoch, default, 1_790_000_000_000);
            Assert.Equal(own.Length, again.Length);

            // They name each other nowhere, so that the bodies are the same.
            Assert.Equal(own.Select(f => f.Body).Where(b => b is not (PageDeleted or NoteDeleted)), again.Select(f => f.Body).Where(b => b is not (PageDeleted or NoteDeleted)));
            Assert.Equal(own.Length, again.Select(f => f.Id).Distinct().Count());
        });

    [Fact]
    public void Facts_of_a_clock_a_year_ahead_are_written_again_at_the_right_time()
    {
        var ahead = Stroke(Away, 1, 10) with { Time = new Hlc(Start + (365 * Day)) };
        var fact = Assert.Single(Again([ahead]));
        Assert.Equal(((long)(Start >> 16)) + (200 * 86_400_000L), fact.Time.UnixMilliseconds);
    }

    private System.Collections.Immutable.ImmutableArray<Fact> Again(Fact[] own) => Rejoin.Again(
        own, VersionVector.Of(_common.Select(f => f.Id)), Fold(_common), 9, _common.Max(f => f.Time), (long)(Start >> 16) + (200 * 86_400_000L));

    private static Fact Away2(ulong sequence, FactBody body) => new(new FactId(Away, 1, sequence), new Hlc(Start + sequence), body);

    private static Fact Stroke(DeviceId device, ulong sequence, float y) =>
        new(new FactId(device, 1, sequence), new Hlc(Start + sequence), new StrokeAdded(Page, new Stroke([new InkPoint(0, y, 0, 0.5f), new InkPoint(5, y, 9, 0.5f)])));

    private static Device.Core.Notebook.Notebook Fold(IEnumerable<Fact> facts)
    {
        var notebook = new Device.Core.Notebook.Notebook();
        foreach (var fact in facts)
        {
            notebook.Apply(fact);
        }

        return notebook;
    }
}
