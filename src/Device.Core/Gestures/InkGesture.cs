using System.Collections.Immutable;
using Device.Core.Notebook;

namespace Device.Core.Gestures;

/// <summary>A stroke that asks for something instead of saying something.</summary>
/// <param name="Kind">What it looks like.</param>
/// <param name="Hits">The strokes it is about, in the order of the page: those under, in or over it; for insert, join and split the nearest on either side.</param>
/// <param name="X">Where it acts: millimetres of the page to the right.</param>
/// <param name="Y">The same downwards.</param>
public sealed record InkGesture(InkGestureKind Kind, ImmutableArray<PlacedStroke> Hits, float X, float Y)
{
    /// <summary>What it asks for.</summary>
    public InkGestureAction Action => Kind switch
    {
        InkGestureKind.ScratchOut => InkGestureAction.Erase,
        InkGestureKind.Insert => InkGestureAction.MakeRoom,
        InkGestureKind.Join => InkGestureAction.CloseGap,
        InkGestureKind.Split => InkGestureAction.Part,
        _ => InkGestureAction.Mark,
    };

    /// <inheritdoc/>
    public bool Equals(InkGesture? other) =>
        other is not null && (Kind, X, Y) == (other.Kind, other.X, other.Y) && Hits.AsSpan().SequenceEqual(other.Hits.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Kind, Hits.Length, X, Y);
}
