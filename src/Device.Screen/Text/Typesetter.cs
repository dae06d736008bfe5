using System.Collections.Immutable;
using HarfBuzzSharp;
using SkiaSharp;
using SkiaSharp.HarfBuzz;

namespace Device.Screen.Text;

/// <summary>
/// Shapes and breaks text, and keeps what it set while it is in use, so that a frame in which little changed costs little.
/// Memory: the texts of one frame and at most <see cref="Kept"/> others. Not thread-safe.
/// </summary>
internal sealed class Typesetter(FontSet fonts, bool isBilevel = false) : IDisposable
{
    /// <summary>Texts that are kept though the last frame did not need them.</summary>
    internal const int Kept = 128;

    /// <summary>Lines of one text that are laid out.</summary>
    internal const int MostRows = 2_000;

    private const string Ellipsis = "…";

    private readonly Dictionary<(string Text, float Size, float Width, int Rows), TextBlock> _blocks = [];
    private readonly Dictionary<float, SKFont> _fonts = [];
    private readonly SKShaper _shaper = new(fonts.Text);
    private readonly SKTextBlobBuilder _builder = new();
    private readonly List<(int Start, int End)> _rows = [];
    private long _frame;

    /// <summary>Lays out text.</summary>
    /// <param name="text">The text; control characters other than line feeds count as spaces.</param>
    /// <param name="size">Pixels of the em box.</param>
    /// <param name="width">Pixels of the longest line.</param>
    /// <param name="rows">Most lines; the last one ends with an ellipsis when there would be more.</param>
    /// <returns>The lines; valid until the end of the frame.</returns>
    internal TextBlock Set(string text, float size, float width, int rows = MostRows)
    {
        var key = (text, size, width, rows);
        if (!_blocks.TryGetValue(key, out var block))
        {
            block = Lay(text, size, width, rows);
            _blocks.Add(key, block);
        }

        block.LastUse = _frame;
        return block;
    }

    /// <summary>Ends a frame: what it did not need may be let go.</summary>
    internal void EndFrame()
    {
        if (_blocks.Count > Kept)
        {
            foreach (var (key, block) in _blocks.Where(b => b.Value.LastUse < _frame).ToList())
            {
                _blocks.Remove(key);
                block.Dispose();
            }
        }

        _frame++;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var block in _blocks.Values)
        {
            block.Dispose();
        }

        foreach (var font in _fonts.Values)
        {
            font.Dispose();
        }

        _builder.Dispose();
        _shaper.Dispose();
    }

    private static string Clean(string text) =>
        text.AsSpan().IndexOfAnyInRange('\0', '\u001f') < 0
            ? text
            : string.Create(text.Length, text, static (to, from) =>
            {
                for (var i = 0; i < from.Length; i++)
                {
                    to[i] = from[i] is < ' ' and not '\n' ? ' ' : from[i];
                }
            });

    private TextBlock Lay(string text, float size, float width, int most)
    {
        var font = FontOf(size);
        var lines = ImmutableArray.CreateBuilder<TextRow>();
        var rest = Clean(text);
        while (rest.Length > 0 && lines.Count < most)
        {
            var end = rest.IndexOf('\n', StringComparison.Ordinal);
            var paragraph = end < 0 ? rest : rest[..end];
            rest = end < 0 ? "" : rest[(end + 1)..];
            LayParagraph(paragraph, font, width, most, rest.Length > 0, lines);
        }

        return new TextBlock(lines.ToImmutable(), size);
    }

    private void LayParagraph(string paragraph, SKFont font, float width, int most, bool hasMore, ImmutableArray<TextRow>.Builder lines)
    {
        var shaped = Shape(paragraph, font);
        var starts = Starts(paragraph, shaped);
        _rows.Clear();
        LineBreaker.Break(paragraph, starts, width, _rows, most - lines.Count);
        foreach (var (start, end) in _rows)
        {
            var isCut = lines.Count == most - 1 && (hasMore || paragraph.AsSpan(end).ContainsAnyExcept(' '));
            lines.Add(isCut ? Cut(paragraph[start..], font, width) : Row(shaped, starts, start, end, font));
        }
    }

    private TextRow Cut(string text, SKFont font, float width)
    {
        for (var length = Math.Min(text.Length, 4_096); length > 0; length--)
        {
            if (char.IsLowSurrogate(text[length - 1]) || !char.IsHighSurrogate(text[length - 1]))
            {
                var shaped = Shape(text[..length].TrimEnd() + Ellipsis, font);
                if (shaped.Width <= width)
                {
                    return Row(shaped, [], 0, int.MaxValue, font);
                }

                // Most of what is too wide goes at once; the rest letter by letter.
                length -= (int)((shaped.Width - width) / (font.Size * 2));
            }
        }

        return default;
    }

    private SKShaper.Result Shape(string text, SKFont font)
    {
        using var buffer = new HarfBuzzSharp.Buffer { ClusterLevel = ClusterLevel.MonotoneCharacters };
        buffer.AddUtf16(text);
        buffer.GuessSegmentProperties();
        buffer.Direction = Direction.LeftToRight;
        return _shaper.Shape(buffer, font);
    }

    private static float[] Starts(string text, SKShaper.Result shaped)
    {
        var starts = new float[text.Length + 1];
        Array.Fill(starts, float.NaN);
        for (var i = shaped.Clusters.Length - 1; i >= 0; i--)
        {
            starts[shaped.Clusters[i]] = shaped.Points[i].X;
        }

        starts[text.Length] = shaped.Width;
        return starts;
    }

    private TextRow Row(SKShaper.Result shaped, float[] starts, int start, int end, SKFont font)
    {
        var first = 0;
        while (first < shaped.Clusters.Length && shaped.Clusters[first] < start)
        {
            first++;
        }

        var last = first;
        while (last < shaped.Clusters.Length && shaped.Clusters[last] < end)
        {
            last++;
        }

        if (first == last)
        {
            return default;
        }

        var (glyphs, points) = (new ushort[last - first], new SKPoint[last - first]);
        var left = starts.Length > 0 ? starts[start] : 0;
        for (var i = first; i < last; i++)
        {
            glyphs[i - first] = (ushort)shaped.Codepoints[i];
            points[i - first] = new SKPoint(shaped.Points[i].X - left, shaped.Points[i].Y);
        }

        _builder.AddPositionedRun(glyphs, font, points);
        var right = last < shaped.Points.Length ? shaped.Points[last].X : shaped.Width;
        return new TextRow(_builder.Build(), right - left);
    }

    private SKFont FontOf(float size)
    {
        if (!_fonts.TryGetValue(size, out var font))
        {
            font = new SKFont(fonts.Text, size) { Edging = isBilevel ? SKFontEdging.Alias : SKFontEdging.Antialias, Hinting = SKFontHinting.None, Subpixel = true };
            _fonts.Add(size, font);
        }

        return font;
    }
}
