using System.Collections.Immutable;

namespace Device.Core.Notebook;

/// <summary>
/// Strokes were moved or scaled, on their page or to another. The placement is measured from where they were drawn, not from
/// where they lay, and of several moves of a stroke the latest counts alone: it lies where one of the writers put it.
/// </summary>
/// <param name="Page">The page on which the strokes were drawn (<see cref="PlacedStroke.Home"/>).</param>
/// <param name="Strokes">1 to <see cref="FactLimits.References"/> strokes.</param>
/// <param name="Target">The page on which they lie now.</param>
/// <param name="Placement">Where on it.</param>
public sealed record StrokesMoved(FactId Page, ImmutableArray<FactId> Strokes, FactId Target, Placement Placement) : FactBody
{
    /// <inheritdoc/>
    public override FactKind Kind => FactKind.StrokesMoved;

    /// <inheritdoc/>
    public bool Equals(StrokesMoved? other) =>
        other is not null && Page == other.Page && Target == other.Target && Placement == other.Placement
        && Strokes.AsSpan().SequenceEqual(other.Strokes.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Page, Target, Placement, Strokes.Length);

    internal override void Write(FactWriter writer)
    {
        writer.Id(Page);
        writer.Ids(Strokes, "strokes");
        writer.Id(Target);
        writer.Signed(Placement.X, Placement.MostShift, "x");
        writer.Signed(Placement.Y, Placement.MostShift, "y");
        writer.Count(Placement.Scale, Placement.LeastScale, Placement.MostScale, "scale");
    }

    internal static StrokesMoved Read(ref FactReader reader) => new(
        reader.Id("page"),
        reader.Ids("strokes"),
        reader.Id("target"),
        new Placement(
            reader.Signed("x", Placement.MostShift),
            reader.Signed("y", Placement.MostShift),
            reader.Count("scale", Placement.LeastScale, Placement.MostScale)));

    internal override FactBody Rename(FactNames names) =>
        this with { Page = names.Of(Page), Strokes = names.Of(Strokes), Target = names.Of(Target) };
}
