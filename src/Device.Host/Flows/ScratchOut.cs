using Device.Core.Gestures;
using Device.Core.Ink;
using Device.Core.Notebook;
using Device.Host.Notes;
using Device.Storage;

namespace Device.Host.Flows;

/// <summary>
/// What a stroke drawn to and fro over ink erases. The stroke itself is on flash like any other before it is judged, and is
/// erased together with what it hit: undoing the erasure brings back all of it, so that a misjudged stroke is not lost either.
/// </summary>
internal sealed class ScratchOut(Journal journal, NotebookView view, bool isOn)
{
    /// <summary>Whether a stroke must be judged once it is on flash. Looks at the stroke alone.</summary>
    public bool MayBe(Stroke stroke) => isOn && InkGestures.MayScratchOut(stroke);

    /// <summary>Judges a stroke against the page as it is after everything that is on flash.</summary>
    /// <param name="drawn">The fact of the stroke, on flash.</param>
    /// <param name="cancellationToken">Ends waiting for the view; then the stroke stays as writing.</param>
    /// <returns>What it erased, itself included; nothing for writing.</returns>
    public async ValueTask<IReadOnlyList<FactBody>> ErasuresAsync(Fact drawn, CancellationToken cancellationToken)
    {
        if (drawn.Body is not StrokeAdded added)
        {
            return [];
        }

        await view.ReachAsync(journal.DurablePosition, cancellationToken);
        var page = view.Read(n => n.Find(added.Page)?.Strokes() ?? []).RemoveAll(s => s.Id == drawn.Id);
        return InkGestures.Recognize(added.Stroke, page) is { Action: InkGestureAction.Erase } gesture
            ? [.. gesture.Hits.Select(s => (s.Home, s.Id)).Distinct().Take(FactLimits.References - 1).Append((added.Page, drawn.Id))
                .GroupBy(s => s.Item1, s => s.Item2).Select(s => new StrokesErased(s.Key, [.. s]))]
            : [];
    }
}
