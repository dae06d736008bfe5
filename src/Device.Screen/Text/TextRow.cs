using SkiaSharp;

namespace Device.Screen.Text;

/// <summary>A line of text, ready to draw; an empty line has no glyphs.</summary>
/// <param name="Glyphs">The glyphs with their places from the line's start, or null.</param>
/// <param name="Width">Pixels.</param>
internal readonly record struct TextRow(SKTextBlob? Glyphs, float Width);
