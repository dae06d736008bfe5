using Device.Core.Ink;

namespace Device.Core.Notebook;

/// <summary>A stroke on a page.</summary>
/// <param name="Id">Its name.</param>
/// <param name="Stroke">What was drawn.</param>
public readonly record struct PlacedStroke(FactId Id, Stroke Stroke);
