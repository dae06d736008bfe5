using System.Collections.Immutable;
using Device.Screen.Layout;
using Device.Screen.Model;
using Device.Screen.Text;
using SkiaSharp;

namespace Device.Screen.Drawing;

/// <summary>
/// Writes what lines of ink were read as into the strip beside the page, each at the height of its ink, moved down or up
/// only as far as its neighbours need. The strip holds no ink, so that none is ever covered.
/// </summary>
internal sealed class ReadingPainter(ScreenLayout layout, Palette palette)
{
    private const float Size = 3.1f;
    private const float Margin = 2.5f;
    private const float Gap = 1.5f;
    private const int MostRows = 3;

    private readonly float _scale = layout.Panel.PixelsPerMillimetre;
    private readonly List<(TextBlock Block, float Top)> _placed = [];

    /// <summary>Draws the strip.</summary>
    /// <returns>Readings for which there was no room.</returns>
    internal int Paint(SKCanvas canvas, Typesetter type, PageMapping page, ImmutableArray<Reading> readings)
    {
        var strip = layout.Readings;
        if (strip.IsEmpty)
        {
            return readings.Length;
        }

        canvas.DrawRect(strip.X, strip.Y + (2 * _scale), 1, strip.Height - (4 * _scale), palette.Hairline);
        var (top, bottom) = (strip.Y + (Margin * _scale), strip.Bottom - (Margin * _scale));
        var left = Place(type, page, readings, top, bottom);
        foreach (var (block, y) in _placed)
        {
            block.Draw(canvas, strip.X + (Margin * _scale), MathF.Round(y), palette.Black);
        }

        return left;
    }

    private int Place(Typesetter type, PageMapping page, ImmutableArray<Reading> readings, float top, float bottom)
    {
        _placed.Clear();
        var (gap, width, free) = (Gap * _scale, layout.Readings.Width - (2 * Margin * _scale), bottom - top);
        var next = top;
        foreach (var reading in readings)
        {
            var block = type.Set(reading.Text, MathF.Round(Size * _scale), width, MostRows);
            if (block.Height > free)
            {
                break;
            }

            free -= block.Height + gap;
            var wish = page.ToPixels(0, reading.Ink.CentreY).Y - (block.Height / 2);
            var y = Math.Max(next, wish);
            _placed.Add((block, y));
            next = y + block.Height + gap;
        }

        var limit = bottom;
        for (var i = _placed.Count - 1; i >= 0 && _placed[i].Top + _placed[i].Block.Height > limit; i--)
        {
            _placed[i] = (_placed[i].Block, limit - _placed[i].Block.Height);
            limit = _placed[i].Top - gap;
        }

        return readings.Length - _placed.Count;
    }
}
