namespace Device.Recognition.Handwriting;

/// <summary>A line cut every thinkable way, with what the network reads in every part: all that does not depend on weights.</summary>
/// <param name="Ink">The line's pieces and its first frame.</param>
/// <param name="Groups">The candidates with their readings.</param>
internal sealed record LineLattice(LineInk Ink, List<LineGroup> Groups);
