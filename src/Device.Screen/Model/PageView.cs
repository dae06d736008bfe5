using System.Collections.Immutable;
using Device.Core.Ink;
using Device.Core.Notebook;

namespace Device.Screen.Model;

/// <summary>A page as it is shown.</summary>
/// <param name="Id">The page's name; when it changes, the panel is turned to a new page.</param>
/// <param name="Template">What is printed on the paper.</param>
/// <param name="Width">Millimetres, 10 to 1,000.</param>
/// <param name="Height">Millimetres, 10 to 1,000.</param>
/// <param name="Pitch">Distance of lines or side of a box in millimetres, 3 to 100.</param>
/// <param name="Strokes">The ink, oldest first, in the page's millimetres.</param>
/// <param name="Readings">What lines of the ink were read as, from top to bottom.</param>
public sealed record PageView(
    FactId Id,
    PageTemplate Template,
    float Width,
    float Height,
    float Pitch,
    ImmutableArray<Stroke> Strokes,
    ImmutableArray<Reading> Readings)
{
    /// <summary>Pictures, under the ink; a later one covers an earlier one.</summary>
    public ImmutableArray<Picture> Pictures { get; init; } = [];

    /// <summary>A page as it is folded from facts, with the readings that show.</summary>
    /// <param name="page">The page.</param>
    /// <param name="standard">Template and size while the fact that added the page has not been seen.</param>
    /// <returns>The view; it does not follow later changes.</returns>
    public static PageView Of(Page page, PageAdded standard)
    {
        var (strokes, added) = (page.Strokes(), page.Added ?? standard);
        var boxes = strokes.GroupBy(s => s.Id).ToDictionary(s => s.Key, s => InkBounds.Of(s.Select(p => p.Stroke)));
        return new PageView(
            page.Id,
            added.Template,
            added.Width,
            added.Height,
            added.Pitch,
            [.. strokes.Select(s => s.Stroke)],
            [.. page.Lines().Where(l => l.Text.Length > 0)
                .Select(l => new Reading(l.Text, l.Strokes.Select(s => boxes[s]).Aggregate((a, b) => a.Union(b))))]);
    }
}
