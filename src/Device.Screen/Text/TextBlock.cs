using System.Collections.Immutable;
using SkiaSharp;

namespace Device.Screen.Text;

/// <summary>Lines of one text in one size, ready to draw. Belongs to the <see cref="Typesetter"/> that made it.</summary>
internal sealed class TextBlock(ImmutableArray<TextRow> rows, float size) : IDisposable
{
    /// <summary>Height of the em box above the baseline, in ems: the value East Asian fonts are drawn to.</summary>
    private const float Ascent = 0.88f;

    private const float LineHeight = 1.5f;

    /// <summary>The lines.</summary>
    internal ImmutableArray<TextRow> Rows { get; } = rows;

    /// <summary>Pixels from one line to the next.</summary>
    internal float Leading { get; } = MathF.Round(size * LineHeight);

    /// <summary>Pixels of the widest line.</summary>
    internal float Width { get; } = rows.IsEmpty ? 0 : rows.Max(r => r.Width);

    /// <summary>Pixels from the first line's top to the last line's bottom.</summary>
    internal float Height => Rows.IsEmpty ? 0 : ((Rows.Length - 1) * Leading) + size;

    /// <summary>When it was last drawn, in frames.</summary>
    internal long LastUse { get; set; }

    /// <summary>Draws lines.</summary>
    /// <param name="canvas">Where.</param>
    /// <param name="x">The left edge.</param>
    /// <param name="y">The top edge of the first line drawn.</param>
    /// <param name="paint">The colour.</param>
    /// <param name="first">The first line that is drawn.</param>
    /// <param name="count">How many lines, if there are as many.</param>
    internal void Draw(SKCanvas canvas, float x, float y, SKPaint paint, int first = 0, int count = int.MaxValue)
    {
        var baseline = y + (size * Ascent);
        foreach (var row in Rows.AsSpan()[Math.Min(first, Rows.Length)..])
        {
            if (count-- <= 0)
            {
                return;
            }

            if (row.Glyphs is not null)
            {
                canvas.DrawText(row.Glyphs, x, MathF.Round(baseline), paint);
            }

            baseline += Leading;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var row in Rows)
        {
            row.Glyphs?.Dispose();
        }
    }
}
