using System.Collections.Immutable;
using Device.Core.Ink;
using Device.Core.Notebook;
using Device.Core.Search;

namespace Device.Recognition.Tests.Search;

/// <summary>A page with one line on it, read and indexed as the service does.</summary>
internal static class WrittenPage
{
    private static readonly DeviceId Device = DeviceId.Parse("test/search");

    internal static FactId Put(InkIndex index, IInkRecognizer recognizer, LabelledInk ink, ulong number)
    {
        var notebook = new Notebook();
        ulong sequence = 1;
        FactId Say(FactBody body)
        {
            var id = new FactId(Device, number + 1, sequence);
            notebook.Apply(new Fact(id, new Hlc(sequence++), body));
            return id;
        }

        var page = Say(new PageAdded(Say(new NoteCreated("")), PageTemplate.Blank, 1000, 1000, 10));
        ImmutableArray<FactId> strokes = [.. ink.Strokes.Select(s => Say(new StrokeAdded(page, s)))];
        var read = recognizer.RecognizeLine(ink.Strokes.AsSpan(), InkScript.Any);
        var reading = Say(new LineRead(page, strokes, read.Text, Math.Clamp(read.Probability, 0, 1), recognizer.Model));
        if (LineCandidates.Of(page, reading, read.Characters) is { } candidates)
        {
            Say(candidates);
        }

        index.Put(page, notebook.Find(page));
        return page;
    }
}
