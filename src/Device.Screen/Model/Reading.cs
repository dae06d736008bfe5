using Device.Core.Ink;

namespace Device.Screen.Model;

/// <summary>A line of ink and what it was read as.</summary>
/// <param name="Text">The text.</param>
/// <param name="Ink">Where the ink is, in the page's millimetres: the text is shown beside it.</param>
public sealed record Reading(string Text, InkBounds Ink);
