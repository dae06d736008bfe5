using Device.Core.Notebook;
using Device.Screen.Model;

namespace Device.Screen.Tests;

public sealed class PageViewTests
{
    private static readonly PageAdded Paper = new(Samples.Id(1), PageTemplate.Lined, 120, 200, 10);

    [Fact]
    public void A_page_shows_its_ink_and_beside_each_line_what_it_was_read_as()
    {
        var (notebook, first, second) = (new Notebook(), Samples.Line(10, 20, 30, 25), Samples.Line(40, 18, 60, 28));
        Apply(notebook, 2, Paper);
        Apply(notebook, 3, new StrokeAdded(Samples.Id(2), first));
        Apply(notebook, 4, new StrokeAdded(Samples.Id(2), second));
        Apply(notebook, 5, new LineRead(Samples.Id(2), [Samples.Id(3), Samples.Id(4)], "你好", 0.9f, "m"));
        var view = PageView.Of(notebook.Find(Samples.Id(2))!, Paper with { Template = PageTemplate.Blank });
        Assert.Equal((Samples.Id(2), PageTemplate.Lined, 120f, 200f, 10f), (view.Id, view.Template, view.Width, view.Height, view.Pitch));
        Assert.Equal([first, second], view.Strokes);
        Assert.Equal([new Reading("你好", first.Bounds.Union(second.Bounds))], view.Readings);
    }

    [Fact]
    public void Ink_that_came_before_its_page_is_shown_on_standard_paper_and_ink_that_is_no_text_has_no_reading()
    {
        var notebook = new Notebook();
        Apply(notebook, 3, new StrokeAdded(Samples.Id(2), Samples.Line(10, 20, 30, 25)));
        Apply(notebook, 4, new LineRead(Samples.Id(2), [Samples.Id(3)], "", 0, "m"));
        var view = PageView.Of(notebook.Find(Samples.Id(2))!, Paper);
        Assert.Equal(PageTemplate.Lined, view.Template);
        Assert.Single(view.Strokes);
        Assert.Empty(view.Readings);
    }

    private static void Apply(Notebook notebook, ulong sequence, FactBody body) =>
        notebook.Apply(new Fact(Samples.Id(sequence), new Hlc(sequence), body));
}
