using System.Collections.Immutable;
using Device.Core.Ink;
using Device.Core.Notebook;
using Device.Core.Search;
using NotebookOf = Device.Core.Notebook.Notebook;

namespace Device.Core.Tests.Search;

public sealed class InkIndexTests
{
    private static readonly DeviceId Machine = DeviceId.Parse("school/desk-1");
    private readonly NotebookOf _notebook = new();
    private readonly InkIndex _index = new();
    private readonly FactId _page;
    private ulong _sequence;

    public InkIndexTests() => _page = Say(new PageAdded(Say(new NoteCreated("")), PageTemplate.Blank, 200, 200, 10));

    [Fact]
    public void Ink_is_found_whose_best_text_is_wrong()
    {
        Line("己经", ("己", 0.6f, "已", 0.35f), ("经", 0.9f, "轻", 0.05f));
        var hit = Assert.Single(_index.Search("已经"));
        Assert.False(hit.IsBestText);
        Assert.Equal("己经", hit.Snippet);
        Assert.InRange(hit.Probability, 0.5f, 0.6f);
    }

    [Fact]
    public void The_box_is_around_the_ink_that_says_it()
    {
        Line("大模型", ("大", 0.9f, "犬", 0.05f), ("模", 0.9f, "摸", 0.05f), ("型", 0.9f, "刑", 0.05f));
        var hit = Assert.Single(_index.Search("模型"));
        Assert.Equal((new InkBounds(10, 0, 25, 5), 2), (hit.Box, hit.Strokes.Length));
    }

    [Fact]
    public void Case_width_and_spaces_do_not_matter()
    {
        Line("He llo", ("H", 0.9f, "h", 0.05f), ("e", 0.9f, "c", 0.05f), (" ", 1, " ", 0), ("l", 0.9f, "1", 0.05f), ("l", 0.9f, "1", 0.05f), ("o", 0.9f, "0", 0.05f));
        Assert.Single(_index.Search("hello"));
        Assert.Single(_index.Search("ＨＥＬ ＬＯ"));
        Assert.Empty(_index.Search("world"));
    }

    [Fact]
    public void A_line_whose_best_text_says_it_comes_before_one_that_may_say_it()
    {
        Line("刀", ("刀", 0.5f, "力", 0.45f));
        Line("力", ("力", 0.4f, "刀", 0.3f));
        Assert.Equal([true, false], _index.Search("力").Select(h => h.IsBestText));
    }

    [Fact]
    public void Without_readings_the_text_is_searched()
    {
        var stroke = Stroke(0);
        Say(new LineRead(_page, [stroke], "水", 1, "m"));
        Update();
        Assert.Single(_index.Search("水"));
        Say(new LineCorrected(_page, [stroke], "永"));
        Update();
        Assert.Empty(_index.Search("水"));
        Assert.Single(_index.Search("永"));
    }

    [Fact]
    public void Readings_of_a_line_that_was_read_anew_or_erased_count_no_more()
    {
        var stroke = Line("水", ("水", 0.6f, "永", 0.4f))[0];
        Say(new LineRead(_page, [stroke], "冰", 1, "m"));
        Update();
        Assert.Empty(_index.Search("永"));
        Say(new StrokesErased(_page, [stroke]));
        Update();
        Assert.Empty(_index.Search("冰"));
        Assert.Equal(0, _index.Lines);
    }

    [Fact]
    public void Unlikely_readings_and_too_long_queries_find_nothing()
    {
        Line("水", ("水", 0.99f, "永", 0.001f));
        Assert.Empty(_index.Search("永"));
        Assert.Empty(_index.Search(new string('水', InkIndex.MaxQuery + 1)));
        Assert.Empty(_index.Search(" "));
        Assert.Empty(_index.Search("\ud800"));
    }

    private ImmutableArray<FactId> Line(string text, params (string Best, float P, string Other, float Q)[] characters)
    {
        ImmutableArray<FactId> strokes = [.. characters.Select((_, i) => Stroke(i * 10))];
        var reading = Say(new LineRead(_page, strokes, text, 0.9f, "m"));
        Say(LineCandidates.Of(_page, reading, characters.Select((c, i) => new RecognizedCharacter(
            c.Best == " " ? [new InkCandidate(" ", 1)] : [new InkCandidate(c.Best, c.P), new InkCandidate(c.Other, c.Q)], c.Best == " " ? [] : [i])))!);
        Update();
        return strokes;
    }

    private FactId Stroke(float x) => Say(new StrokeAdded(_page, new Stroke([new InkPoint(x, 0, 0, 1), new InkPoint(x + 5, 5, 8, 1)])));

    private void Update() => _index.Put(_page, _notebook.Find(_page));

    private FactId Say(FactBody body)
    {
        var id = new FactId(Machine, 1, ++_sequence);
        _notebook.Apply(new Fact(id, new Hlc(_sequence << 16), body));
        return id;
    }
}
