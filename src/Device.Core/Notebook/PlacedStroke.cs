using Device.Core.Ink;

namespace Device.Core.Notebook;

/// <summary>A stroke on a page, or a piece of one: what has been erased is cut off, and it lies where it was moved.</summary>
/// <param name="Id">The name of the whole stroke; pieces of one stroke share it.</param>
/// <param name="Stroke">What is left of it, in millimetres of the page on which it lies.</param>
public readonly record struct PlacedStroke(FactId Id, Stroke Stroke)
{
    /// <summary>The page on which it was drawn. Facts about a stroke name this page, wherever the stroke lies now.</summary>
    public FactId Home { get; init; }

    /// <summary>Which part of the stroke this piece is; null for a whole stroke. Id and range name the piece, on every machine alike.</summary>
    public StrokeRange? Piece { get; init; }

    /// <summary>Where the stroke lies, measured from where it was drawn: what a further move starts from.</summary>
    public Placement Placement { get; init; }
}
