using System.Collections.Immutable;
using System.Numerics;
using Device.Core.Ink;
using Device.Core.Notebook;

namespace Device.Core.Gestures;

/// <summary>
/// Recognises gestures by geometry, each by stated rules over the stroke and the ink that is there already, so that writing
/// is not mistaken for them: <c>docs/gestures.md</c>. Pure; any thread. Linear in the page's strokes for all but the rare
/// stroke that has a gesture's form.
/// </summary>
public static class InkGestures
{
    /// <summary>Smallest gesture in millimetres: below it, a shaking hand looks like anything.</summary>
    public const float Smallest = 2;

    private const int ScratchReversals = 4;
    private const float ScratchLength = 2.5f;

    /// <summary>Whether a stroke has the form of a scratch-out, whatever ink there is. Cheap, and false for nearly all writing.</summary>
    /// <param name="stroke">The stroke, in millimetres.</param>
    /// <returns>Whether <see cref="Recognize"/> may find one.</returns>
    public static bool MayScratchOut(Stroke stroke) => IsWriting(stroke) && IsScratch(StrokeForm.Of(stroke));

    /// <summary>Recognises a gesture.</summary>
    /// <param name="stroke">The stroke just drawn, in millimetres of the page.</param>
    /// <param name="page">What was on the page before it.</param>
    /// <returns>The gesture, or null for writing.</returns>
    public static InkGesture? Recognize(Stroke stroke, ImmutableArray<PlacedStroke> page)
    {
        if (page.IsEmpty || !IsWriting(stroke))
        {
            return null;
        }

        var form = StrokeForm.Of(stroke);
        var ink = page.Where(s => s.Stroke.Tool == PenTool.Tip).ToImmutableArray();
        return ScratchOut(form, ink) ?? Circle(form, ink) ?? LineGestures.Recognize(form, ink);
    }

    private static bool IsWriting(Stroke stroke) =>
        stroke.Tool == PenTool.Tip && stroke.Points.Length > 1 && Math.Max(stroke.Bounds.Width, stroke.Bounds.Height) >= Smallest;

    private static bool IsScratch(StrokeForm form) => form.Length >= ScratchLength * form.Diagonal && form.Reversals() >= ScratchReversals;

    private static InkGesture? ScratchOut(StrokeForm form, ImmutableArray<PlacedStroke> ink)
    {
        if (!IsScratch(form))
        {
            return null;
        }

        // A hand's corners are rough: what lies a little outside is meant as well.
        var hull = form.Hull();
        var middle = hull.Aggregate(Vector2.Zero, (a, p) => a + p) / hull.Count;
        Vector2[] around = [.. hull.Select(p => middle + ((p - middle) * 1.1f))];
        var hits = ink.Where(s => Overlap(s.Stroke.Bounds, form.Box) && Share(s.Stroke, p => StrokeForm.IsInside(around, p)) >= 0.5f).ToImmutableArray();
        if (hits.IsEmpty || hits.Sum(s => Crossings(form, s.Stroke)) < 3)
        {
            return null;
        }

        // A scratch-out lies on what it takes away; writing that only touches earlier ink goes on beside it.
        var box = InkBounds.Of(hits.Select(s => s.Stroke));
        var margin = 0.15f * form.Diagonal;
        var over = form.Points.Count(p => p.X >= box.Left - margin && p.X <= box.Right + margin && p.Y >= box.Top - margin && p.Y <= box.Bottom + margin);
        return over >= 0.6f * StrokeForm.Count ? new InkGesture(InkGestureKind.ScratchOut, hits, form.Box.CentreX, form.Box.CentreY) : null;
    }

    private static InkGesture? Circle(StrokeForm form, ImmutableArray<PlacedStroke> ink)
    {
        if (Math.Min(form.Box.Width, form.Box.Height) < Smallest || Vector2.Distance(form.First, form.Last) > 0.15f * form.Length || Math.Abs(form.Turning()) is < 270 or > 520)
        {
            return null;
        }

        var hull = form.Hull();
        var around = 0f;
        for (var i = 0; i < hull.Count; i++)
        {
            around += Vector2.Distance(hull[i], hull[(i + 1) % hull.Count]);
        }

        if (form.Length > 1.3f * around)
        {
            return null;
        }

        var hits = ink.Where(s => Overlap(s.Stroke.Bounds, form.Box) && Share(s.Stroke, p => StrokeForm.IsInside(form.Points, p)) >= 0.8f).ToImmutableArray();
        if (hits.IsEmpty)
        {
            return null;
        }

        var box = InkBounds.Of(hits.Select(s => s.Stroke));
        var fills = MathF.Sqrt((box.Width * box.Width) + (box.Height * box.Height)) >= 0.35f * form.Diagonal;
        return fills ? new InkGesture(InkGestureKind.Circle, hits, form.Box.CentreX, form.Box.CentreY) : null;
    }

    private static bool Overlap(InkBounds a, InkBounds b) => a.Left <= b.Right && b.Left <= a.Right && a.Top <= b.Bottom && b.Top <= a.Bottom;

    /// <summary>The share of a stroke's length that is somewhere.</summary>
    private static float Share(Stroke stroke, Func<Vector2, bool> isThere) => StrokeForm.Of(stroke).Points.Count(isThere) / (float)StrokeForm.Count;

    private static int Crossings(StrokeForm form, Stroke stroke)
    {
        var (count, line) = (0, StrokeForm.Of(stroke).Points);
        for (var i = 1; i < StrokeForm.Count; i++)
        {
            for (var j = 1; j < StrokeForm.Count; j++)
            {
                count += LineGestures.Cross(form.Points[i - 1], form.Points[i], line[j - 1], line[j]) ? 1 : 0;
            }
        }

        return count;
    }
}
