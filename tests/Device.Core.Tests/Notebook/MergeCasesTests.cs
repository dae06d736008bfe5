using Device.Core.Ink;
using Device.Core.Notebook;

namespace Device.Core.Tests.Notebook;

/// <summary>The hard cases by name. Two machines write without seeing each other; both then have all facts, in different orders.</summary>
public sealed class MergeCasesTests
{
    private const ulong Start = 1_790_000_000_000;
    private const ulong Day = 86_400_000;

    private static readonly DeviceId A = DeviceId.Parse("home/a");
    private static readonly DeviceId B = DeviceId.Parse("home/b");

    private readonly List<Fact> _facts = [];
    private readonly FactId _note;
    private readonly FactId _page;
    private readonly FactId _stroke;

    public MergeCasesTests()
    {
        _note = Write(A, 0, new NoteCreated("Maths"));
        _page = Write(A, 0, new PageAdded(_note, PageTemplate.Lined, 100, 100, 8));
        _stroke = Write(A, 0, new StrokeAdded(_page, Line(10, points: 5)));
    }

    private Page Page => Both().Find(_page)!;

    [Fact]
    public void Partial_erasure_by_two_people_at_once_leaves_what_neither_erased()
    {
        Write(A, 5, new StrokeErasedPartly(_page, _stroke, [new(0, 300), new(600, 640)]));
        Write(B, 5, new StrokeErasedPartly(_page, _stroke, [new(256, 512)]));
        var pieces = Page.Strokes();
        Assert.Equal([new StrokeRange(512, 600), new StrokeRange(640, 1024)], pieces.Select(p => p.Piece!.Value));
        Assert.All(pieces, p => Assert.Equal((_stroke, _page), (p.Id, p.Home)));

        // The points of the line are a millimetre apart; cuts are at the nearest step of 1/128 mm.
        Assert.Equal([2, 2 + (88 / 256f)], pieces[0].Stroke.Points.Select(p => p.X));
        Assert.Equal([2.5f, 3, 4], pieces[1].Stroke.Points.Select(p => p.X));
    }

    [Fact]
    public void A_stroke_that_two_people_erased_half_each_is_gone_and_comes_back_by_halves()
    {
        var half = Write(A, 5, new StrokeErasedPartly(_page, _stroke, [new(0, 512)]));
        Write(B, 5, new StrokeErasedPartly(_page, _stroke, [new(512, 5_000)]));
        Assert.Empty(Page.Strokes());
        Write(A, 6, new ErasureUndone(_page, [half]));
        Assert.Equal(new StrokeRange(0, 512), Assert.Single(Page.Strokes()).Piece);
    }

    [Fact]
    public void A_dot_is_erased_by_a_range_from_its_beginning()
    {
        var dot = Write(A, 1, new StrokeAdded(_page, Line(30, points: 1)));
        Write(A, 2, new StrokeErasedPartly(_page, dot, [new(7, 9)]));
        Assert.Contains(Page.Strokes(), s => s.Id == dot && s.Piece is null);
        Write(B, 2, new StrokeErasedPartly(_page, dot, [new(0, 1)]));
        Assert.DoesNotContain(Page.Strokes(), s => s.Id == dot);
    }

    [Fact]
    public void Move_against_erase_the_erasure_wins_and_nothing_is_resurrected()
    {
        Write(A, 5, new StrokesErased(_page, [_stroke]));
        Write(B, 9, new StrokesMoved(_page, [_stroke], _page, Placement.AsDrawn.Shifted(10, 0)));
        Assert.Empty(Page.Strokes());
    }

    [Fact]
    public void Move_against_partial_erasure_moves_what_is_left()
    {
        Write(A, 5, new StrokeErasedPartly(_page, _stroke, [new(0, 512)]));
        Write(B, 5, new StrokesMoved(_page, [_stroke], _page, Placement.AsDrawn.Shifted(10, -2.5f)));
        var piece = Assert.Single(Page.Strokes());
        Assert.Equal(new StrokeRange(512, 1024), piece.Piece);
        Assert.Equal([(12f, 7.5f), (13f, 7.5f), (14f, 7.5f)], piece.Stroke.Points.Select(p => (p.X, p.Y)));
    }

    [Fact]
    public void Move_against_move_the_stroke_lies_where_the_later_writer_put_it_and_not_at_the_sum()
    {
        Write(A, 5, new StrokesMoved(_page, [_stroke], _page, Placement.AsDrawn.Shifted(10, 0)));
        Write(B, 6, new StrokesMoved(_page, [_stroke], _page, Placement.AsDrawn.Shifted(20, 0)));
        Assert.Equal(20, Assert.Single(Page.Strokes()).Stroke.Points[0].X);
    }

    [Fact]
    public void A_page_that_only_a_superseded_move_names_is_known_on_every_machine()
    {
        var (old, target) = (new FactId(A, 1, 70), new FactId(A, 1, 80));
        var moved = new StrokesMoved(_page, [_stroke], target, Placement.AsDrawn);
        Write(B, 6, moved with { Target = _page });
        var notebook = Both();
        Assert.True(notebook.Apply(new Fact(old, new Hlc(Start << 16), moved)));
        Assert.NotNull(notebook.Find(target));
        Assert.False(notebook.Apply(new Fact(old, new Hlc(Start << 16), moved)));
    }

    [Fact]
    public void A_stroke_that_is_moved_to_another_page_leaves_the_first_and_is_erased_by_its_home()
    {
        var other = Write(B, 1, new PageAdded(_note, PageTemplate.Blank, 100, 100, 8));
        Write(A, 2, new LineRead(_page, [_stroke], "one", 1, "m"));
        Write(B, 5, new StrokesMoved(_page, [_stroke], other, Placement.AsDrawn.Scaled(2, 0, 0)));
        Assert.Empty(Page.Strokes());
        Assert.Equal("", Page.Text());
        var moved = Assert.Single(Both().Find(other)!.Strokes());
        Assert.Equal((_page, 8f, 1f), (moved.Home, moved.Stroke.Points[^1].X, moved.Stroke.Width));
        Write(B, 6, new LineRead(other, [_stroke], "two", 1, "m"));
        Assert.Equal("two", Both().Find(other)!.Text());
        Write(A, 7, new StrokesErased(moved.Home, [_stroke]));
        Assert.Empty(Both().Find(other)!.Strokes());
        Assert.Equal("", Both().Find(other)!.Text());
    }

    [Fact]
    public void Delete_against_edit_keeps_what_the_deleter_had_not_seen()
    {
        var deletion = Write(A, 5, new PageDeleted(_page, Seen()));
        var unseen = Write(B, 4, new StrokeAdded(_page, Line(20)));
        Assert.DoesNotContain(Both().Pages(_note), p => p.Id == _page);
        var recovered = Assert.Single(Both().Recovered);
        Assert.Equal((_page, true), (recovered.Id, recovered.IsDeleted));
        Assert.Equal([unseen], recovered.Strokes().Select(s => s.Id));

        // The whole page is a restoration away.
        Write(B, 8, new Restored(_page, [.. Both().DeletionsOf(_page)]));
        Assert.Equal([deletion], _facts.Select(f => f.Body).OfType<Restored>().Single().Deletions);
        Assert.Equal([_stroke, unseen], Assert.Single(Both().Pages(_note)).Strokes().Select(s => s.Id));
        Assert.Empty(Both().Recovered);
    }

    [Fact]
    public void A_note_that_is_deleted_takes_its_pages_along_but_not_a_page_written_meanwhile()
    {
        Write(A, 5, new NoteDeleted(_note, Seen()));
        Assert.Empty(Both().Notes);
        Assert.Empty(Both().Recovered);
        var added = Write(B, 4, new PageAdded(_note, PageTemplate.Blank, 100, 100, 8));
        Assert.Empty(Both().Recovered);
        Write(B, 4, new StrokeAdded(added, Line(10)));
        Assert.Equal(added, Assert.Single(Both().Recovered).Id);
    }

    [Fact]
    public void Ink_moved_away_from_a_page_while_it_was_deleted_is_where_it_was_moved()
    {
        var other = Write(B, 1, new PageAdded(_note, PageTemplate.Blank, 100, 100, 8));
        Write(A, 5, new PageDeleted(_page, Seen()));
        Write(B, 4, new StrokesMoved(_page, [_stroke], other, Placement.AsDrawn));
        Assert.Equal(_stroke, Assert.Single(Both().Find(other)!.Strokes()).Id);
        Assert.Empty(Both().Recovered);
    }

    [Fact]
    public void Typed_text_written_while_the_page_was_deleted_is_recovered()
    {
        var block = Write(A, 1, new TextBlockAdded(_page, 10, 50, 80));
        Write(A, 2, new TextSet(block, TextField.Block, "seen"));
        Write(A, 5, new PageDeleted(_page, Seen()));
        Assert.Empty(Both().Recovered);
        Write(B, 6, new TextSet(block, TextField.Block, "not seen"));
        Assert.Equal("not seen", Assert.Single(Both().Recovered).Text());
    }

    [Fact]
    public void An_undone_erasure_brings_back_only_what_no_other_erasure_took()
    {
        var second = Write(A, 1, new StrokeAdded(_page, Line(20)));
        var mine = Write(A, 5, new StrokesErased(_page, [_stroke, second]));
        Write(B, 5, new StrokesErased(_page, [second]));
        Write(A, 6, new ErasureUndone(_page, [mine]));
        Assert.Equal([_stroke], Page.Strokes().Select(s => s.Id));

        // Redoing is erasing again.
        Write(A, 7, new StrokesErased(_page, [_stroke, second]));
        Assert.Empty(Page.Strokes());
    }

    [Fact]
    public void An_erasure_or_a_deletion_is_undone_within_thirty_days_or_never()
    {
        var erasure = Write(A, 0, new StrokesErased(_page, [_stroke]));
        Write(B, (FactLimits.UndoDays * Day) + 1, new ErasureUndone(_page, [erasure]));
        Assert.Empty(Page.Strokes());
        Write(B, FactLimits.UndoDays * Day, new ErasureUndone(_page, [erasure]));
        Assert.Single(Page.Strokes());

        var deletion = Write(A, 0, new NoteDeleted(_note, Seen()));
        Write(B, (FactLimits.UndoDays * Day) + 1, new Restored(_note, [deletion]));
        Assert.Empty(Both().Notes);
        Write(B, FactLimits.UndoDays * Day, new Restored(_note, [deletion]));
        Assert.Single(Both().Notes);
    }

    [Fact]
    public void The_users_correction_wins_over_a_machines_reading_whatever_the_clocks_say()
    {
        Write(B, 5, new LineCorrected(_page, [_stroke], "永"));
        Write(A, 900 * Day, new LineRead(_page, [_stroke], "水", 1, "m"));
        var line = Assert.Single(Page.Lines());
        Assert.Equal(("永", LineCorrected.Model), (line.Text, line.Model));
        Write(A, 6, new LineCorrected(_page, [_stroke], "氷"));
        Assert.Equal("氷", Page.Text());
    }

    [Fact]
    public void A_corrected_line_to_which_ink_is_added_or_from_which_some_is_erased_is_read_anew()
    {
        var second = Write(A, 1, new StrokeAdded(_page, Line(12)));
        Write(B, 5, new LineCorrected(_page, [_stroke, second], "corrected"));
        var third = Write(A, 6, new StrokeAdded(_page, Line(14)));
        Write(A, 7, new LineRead(_page, [_stroke, second, third], "longer", 1, "m"));
        Assert.Equal("longer", Page.Text());
        Write(A, 8, new StrokesErased(_page, [second, third]));
        Assert.Equal("", Page.Text());
        Write(A, 9, new LineRead(_page, [_stroke], "shorter", 1, "m"));
        Assert.Equal("shorter", Page.Text());
    }

    [Fact]
    public void A_reading_from_before_a_partial_erasure_shows_no_more()
    {
        Write(A, 5, new LineRead(_page, [_stroke], "whole", 1, "m"));
        var erasure = Write(B, 6, new StrokeErasedPartly(_page, _stroke, [new(0, 256)]));
        Assert.Equal("", Page.Text());
        Write(A, 7, new LineRead(_page, [_stroke], "part", 1, "m"));
        Assert.Equal("part", Page.Text());
        Write(A, 8, new ErasureUndone(_page, [erasure]));
        Assert.Equal("part", Page.Text());
    }

    [Fact]
    public void A_tag_put_on_while_another_took_it_off_stays()
    {
        var add = Write(A, 1, new TagAdded(_note, "exam"));
        Write(A, 5, new TagRemoved(_note, [.. Both().AddsOf(_note, "exam")]));
        Assert.Equal([add], _facts.Select(f => f.Body).OfType<TagRemoved>().Single().Adds);
        Assert.Empty(Both().TagsOf(_note));
        Write(B, 5, new TagAdded(_note, "exam"));
        Write(B, 5, new TagAdded(_note, "algebra"));
        Assert.Equal(["algebra", "exam"], Both().TagsOf(_note));
    }

    [Fact]
    public void Titles_set_at_the_same_moment_are_the_same_on_every_machine()
    {
        Write(A, 5, new TextSet(_note, TextField.NoteTitle, "from a"));
        Write(B, 5, new TextSet(_note, TextField.NoteTitle, "from b"));
        Assert.Equal("from b", Assert.Single(Both().Notes).Note.Title);
        Write(A, 6, new TextSet(_page, TextField.PageTitle, "page"));
        Assert.Equal("page", Page.Title);
    }

    [Fact]
    public void A_switch_says_what_was_set_last_and_nothing_where_nobody_set_it()
    {
        Assert.Null(Both().Switch(_note, NoteSwitch.Cloud));
        Write(A, 5, new NoteSwitchSet(_note, NoteSwitch.Cloud, true));
        Write(B, 6, new NoteSwitchSet(_note, NoteSwitch.Cloud, false));
        Assert.False(Both().Switch(_note, NoteSwitch.Cloud));
        Assert.Null(Both().Switch(_note, NoteSwitch.Sync));
    }

    [Fact]
    public void Pages_lie_where_they_were_put()
    {
        var second = Write(A, 1, new PageAdded(_note, PageTemplate.Blank, 100, 100, 8));
        var third = Write(B, 2, new PageAdded(_note, PageTemplate.Blank, 100, 100, 8));
        Assert.Equal([_page, second, third], Both().Pages(_note).Select(p => p.Id));
        Assert.True(PageOrderKey.TryBetween(Page.Order, Both().Find(second)!.Order, B, out var between));
        Write(B, 3, new PageOrdered(third, between));
        Assert.Equal([_page, third, second], Both().Pages(_note).Select(p => p.Id));
    }

    /// <summary>What a machine shows that has all facts, whose page bytes are those of one that got them in another order.</summary>
    private Device.Core.Notebook.Notebook Both()
    {
        var (here, there) = (new Device.Core.Notebook.Notebook(), new Device.Core.Notebook.Notebook());
        _facts.ForEach(f => here.Apply(f));
        foreach (var fact in _facts.OrderByDescending(f => f.Id).Concat(_facts))
        {
            there.Apply(fact);
        }

        Assert.Equal(NotebookImage.Of(here), NotebookImage.Of(there));
        return here;
    }

    private VersionVector Seen() => VersionVector.Of(_facts.Select(f => f.Id));

    private FactId Write(DeviceId device, ulong milliseconds, FactBody body)
    {
        var id = new FactId(device, 1, (ulong)_facts.Count(f => f.Id.Device == device) + 1);
        _facts.Add(new Fact(id, new Hlc((Start + milliseconds) << 16), body));
        return id;
    }

    private static Stroke Line(float y, int points = 2) => new([.. Enumerable.Range(0, points).Select(i => new InkPoint(i, y, i, 0.5f))]);
}
