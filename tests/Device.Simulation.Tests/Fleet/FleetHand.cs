using Device.Core.Ink;
using Device.Core.Notebook;

namespace Device.Simulation.Tests.Fleet;

/// <summary>A user: begins notes and pages, writes, and erases what the view shows, other people's ink included.</summary>
internal static class FleetHand
{
    public static List<FactBody> Write(Random random, Notebook view)
    {
        var note = view.Notes.FirstOrDefault().Id;
        if (note == default || random.Next(40) == 0)
        {
            return [new NoteCreated($"Note {random.Next(100)}")];
        }

        var pages = view.Pages(note).ToList();
        if (pages.Count == 0 || random.Next(30) == 0)
        {
            return [new PageAdded(note, PageTemplate.Lined, 150, 200, 10)];
        }

        var page = pages[random.Next(pages.Count)];
        var strokes = page.Strokes();
        if (strokes.Length > 3 && random.Next(3) == 0)
        {
            return [new StrokesErased(page.Id, [.. strokes.Where(_ => random.Next(3) == 0).Select(s => s.Id).Take(8).DefaultIfEmpty(strokes[0].Id)])];
        }

        return [.. Enumerable.Range(0, 1 + random.Next(6)).Select(_ => new StrokeAdded(page.Id, Stroke(random)))];
    }

    /// <summary>A note is kept on the machine, or no longer.</summary>
    public static FactBody Switch(Random random, Notebook view)
    {
        var notes = view.Notes.ToList();
        return new NoteSwitchSet(notes[random.Next(notes.Count)].Id, NoteSwitch.Sync, random.Next(2) == 0);
    }

    private static Stroke Stroke(Random random)
    {
        var (x, y) = (random.Next(10, 140), random.Next(10, 190));
        return new Stroke([.. Enumerable.Range(0, 2 + random.Next(10)).Select(i => new InkPoint(x + i, y + random.Next(3), i * 8, 0.5f))]);
    }
}
