namespace Device.Core.Notebook;

/// <summary>A page was added. The fact's name is the page's.</summary>
/// <param name="Note">The note.</param>
/// <param name="Template">What is printed on it.</param>
/// <param name="Width">Millimetres, 10 to 1,000.</param>
/// <param name="Height">Millimetres, 10 to 1,000.</param>
/// <param name="Pitch">Distance of lines or side of a box in millimetres, 3 to 100.</param>
public sealed record PageAdded(FactId Note, PageTemplate Template, float Width, float Height, float Pitch) : FactBody
{
    /// <inheritdoc/>
    public override FactKind Kind => FactKind.PageAdded;
}
