using Device.Core.Ink;
using Device.Core.Notebook;

namespace Device.Core.Tests.Notebook;

public sealed class NotebookTests
{
    private static readonly FactId Note = Id(1);
    private static readonly FactId PageId = Id(2);
    private readonly Device.Core.Notebook.Notebook _notebook = new();
    private ulong _sequence = 2;

    public NotebookTests()
    {
        _notebook.Apply(new Fact(Note, new Hlc(1), new NoteCreated("Maths")));
        _notebook.Apply(new Fact(PageId, new Hlc(2), new PageAdded(Note, PageTemplate.Lined, 150, 200, 8)));
    }

    private Page Page => _notebook.Find(PageId)!;

    [Fact]
    public void Strokes_show_in_the_order_of_writing_not_of_arrival()
    {
        var late = Draw(10, time: 30);
        var early = Draw(20, time: 20);
        Assert.Equal([early, late], Page.Strokes().Select(s => s.Id));
    }

    [Fact]
    public void An_erased_stroke_is_gone_even_when_it_arrives_after_its_erasure()
    {
        var stroke = Id(50);
        Apply(new StrokesErased(PageId, [stroke]));
        _notebook.Apply(new Fact(stroke, new Hlc(9), new StrokeAdded(PageId, Dot(10))));
        Assert.Empty(Page.Strokes());
    }

    [Fact]
    public void Readings_show_from_top_to_bottom()
    {
        var (low, high) = (Draw(100), Draw(10));
        Read("second", 5, low);
        Read("first", 6, high);
        Assert.Equal("first\nsecond", Page.Text());
    }

    [Fact]
    public void Of_readings_that_share_a_stroke_the_latest_shows()
    {
        var (a, b) = (Draw(10), Draw(11));
        Read("ab", 9, a, b);
        Read("old", 5, a, b);
        Assert.Equal("ab", Page.Text());
        Read("abc", 10, a, b);
        Assert.Equal("abc", Page.Text());
    }

    [Fact]
    public void Of_readings_at_the_same_moment_the_one_with_the_later_name_shows()
    {
        var stroke = Draw(10);
        Read("earlier name", 5, stroke);
        Read("later name", 5, stroke);
        Assert.Equal("later name", Page.Text());
    }

    [Fact]
    public void A_reading_that_lost_one_stroke_to_a_later_one_shows_no_more()
    {
        var (a, b, c) = (Draw(10), Draw(11), Draw(30));
        Read("ab", 5, a, b);
        Read("bc", 6, b, c);
        Assert.Equal("bc", Page.Text());
    }

    [Fact]
    public void A_reading_hides_as_soon_as_one_of_its_strokes_is_erased_and_the_one_before_does_not_come_back()
    {
        var (a, b) = (Draw(10), Draw(11));
        Read("a", 4, a);
        Read("ab", 5, a, b);
        Apply(new StrokesErased(PageId, [b]));
        Assert.Empty(Page.Lines());
        Read("o", 6, a);
        Assert.Equal("o", Page.Text());
    }

    [Fact]
    public void A_reading_waits_for_strokes_that_have_not_arrived()
    {
        var missing = Id(60);
        Read("x", 5, Draw(10), missing);
        Assert.Empty(Page.Lines());
        _notebook.Apply(new Fact(missing, new Hlc(4), new StrokeAdded(PageId, Dot(11))));
        Assert.Equal("x", Page.Text());
    }

    [Fact]
    public void Ink_that_is_no_text_leaves_no_line_in_the_text()
    {
        Read("", 5, Draw(10));
        Read("word", 5, Draw(30));
        Assert.Equal(2, Page.Lines().Length);
        Assert.Equal("word", Page.Text());
    }

    [Fact]
    public void A_question_that_comes_twice_is_asked_once()
    {
        var question = new Fact(Id(70), new Hlc(5), new QuestionAsked(PageId, "why?", "context"));
        Assert.True(_notebook.Apply(question));
        Assert.False(_notebook.Apply(question));
        Assert.Equal("why?", Assert.Single(_notebook.Conversations).Question?.Text);
    }

    [Fact]
    public void An_answer_may_come_before_its_question()
    {
        Apply(new AnswerReceived(Id(70), "because", "", ""));
        Assert.Null(_notebook.FindConversation(Id(70))?.Question);
        _notebook.Apply(new Fact(Id(70), new Hlc(5), new QuestionAsked(PageId, "why?", "")));
        var conversation = Assert.Single(_notebook.Conversations);
        Assert.Equal(("why?", "because"), (conversation.Question?.Text, conversation.Answer?.Answer));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Of_answers_written_at_the_same_moment_every_machine_shows_the_same(bool swapped)
    {
        Fact[] answers =
        [
            new(new FactId(DeviceId.Parse("school/a"), 1, 80), new Hlc(9), new AnswerReceived(Id(70), "one", "", "")),
            new(new FactId(DeviceId.Parse("school/b"), 1, 80), new Hlc(9), new AnswerReceived(Id(70), "two", "", "")),
        ];
        foreach (var answer in swapped ? answers.Reverse() : answers)
        {
            _notebook.Apply(answer);
        }

        Assert.Equal("two", _notebook.FindConversation(Id(70))?.Answer?.Answer);
    }

    [Fact]
    public void A_page_is_found_by_its_strokes_before_it_was_added()
    {
        var page = Id(90);
        Apply(new StrokeAdded(page, Dot(1)));
        Assert.Null(_notebook.Find(page)?.Added);
        Assert.DoesNotContain(_notebook.Pages(Note), p => p.Id == page);
        _notebook.Apply(new Fact(page, new Hlc(3), new PageAdded(Note, PageTemplate.Grid, 100, 100, 10)));
        Assert.Equal([PageId, page], _notebook.Pages(Note).Select(p => p.Id));
    }

    [Fact]
    public void A_fact_of_a_later_version_shows_nowhere() => Assert.False(_notebook.Apply(new Fact(Id(99), new Hlc(1), new UnknownBody((FactKind)99, [1]))));

    private static FactId Id(ulong sequence) => new(DeviceId.Parse("school/desk-1"), 1, sequence);

    private static Stroke Dot(float y) => new([new InkPoint(10, y, 0, 0.5f)]);

    private FactId Draw(float y, ulong time = 3)
    {
        var id = Id(++_sequence);
        _notebook.Apply(new Fact(id, new Hlc(time), new StrokeAdded(PageId, Dot(y))));
        return id;
    }

    private void Read(string text, ulong time, params FactId[] strokes) =>
        _notebook.Apply(new Fact(Id(++_sequence), new Hlc(time), new LineRead(PageId, [.. strokes], text, 0.9f, "test 1")));

    private void Apply(FactBody body) => _notebook.Apply(new Fact(Id(++_sequence), new Hlc(8), body));
}
