using Device.Core.Notebook;

namespace Device.Boards;

/// <summary>What a new page looks like.</summary>
/// <param name="Template">Blank, lined, grid (田字格) or mizi (米字格).</param>
/// <param name="Pitch">Distance of lines or side of a box in millimetres, 3 to 100.</param>
public sealed record PaperProfile(PageTemplate Template, float Pitch);
