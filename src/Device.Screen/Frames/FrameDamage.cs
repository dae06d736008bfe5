using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Device.Core.Screen;

namespace Device.Screen.Frames;

/// <summary>
/// Finds where two frames differ: a few rectangles that do not overlap, hold every pixel that differs, and have edges on
/// multiples of <see cref="Alignment"/> (or on the frame's edge). Allocates nothing after the first call. Not thread-safe.
/// </summary>
public sealed class FrameDamage
{
    /// <summary>Rectangles start and end at multiples of this many pixels, which suits every controller's packing.</summary>
    public const int Alignment = 8;

    /// <summary>Most rectangles that may be asked for.</summary>
    public const int Capacity = 64;

    private const int ScanWaste = 512;

    // The upper edge of a line of writing is many small marks: looked at one by one they cost more than the line.
    private const int ManyRuns = 6;
    private const int WideGap = 32;

    // Eight cells: a line of the processor's cache.
    private const int Block = 8 * Alignment;

    private const ulong BlockCells = 0xFF;

    private readonly int _maximum;
    private readonly int _commandCost;
    private readonly PixelRect[] _rects = new PixelRect[Capacity];
    private readonly (int Index, long Waste)[] _partners = new (int Index, long Waste)[Capacity];
    private ulong[] _cells = [];
    private int _count;

    /// <summary>Makes the search.</summary>
    /// <param name="maximum">Most rectangles of one answer, 1 to <see cref="Capacity"/>.</param>
    /// <param name="commandCost">What one more command to the panel costs, in pixels: two rectangles become one when that adds fewer. 0 to 1,000,000.</param>
    public FrameDamage(int maximum = 8, int commandCost = 8192)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maximum, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(maximum, Capacity);
        ArgumentOutOfRangeException.ThrowIfNegative(commandCost);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(commandCost, 1_000_000);
        (_maximum, _commandCost) = (maximum, commandCost);
    }

    /// <summary>Grows a region to the alignment, without leaving the frame.</summary>
    /// <param name="region">The region.</param>
    /// <param name="frame">The frame's bounds.</param>
    /// <returns>The aligned region; empty when nothing of it is inside.</returns>
    public static PixelRect Align(PixelRect region, PixelRect frame)
    {
        var inside = region.Intersect(frame);
        if (inside.IsEmpty)
        {
            return default;
        }

        var (x, y) = (inside.X & ~(Alignment - 1), inside.Y & ~(Alignment - 1));
        var right = Math.Min(frame.Right, (inside.Right + Alignment - 1) & ~(Alignment - 1));
        var bottom = Math.Min(frame.Bottom, (inside.Bottom + Alignment - 1) & ~(Alignment - 1));
        return new PixelRect(x, y, right - x, bottom - y);
    }

    /// <summary>Finds the differences inside a region.</summary>
    /// <param name="last">The frame before.</param>
    /// <param name="next">The frame after, of the same size.</param>
    /// <param name="region">Where to look; grown to the alignment.</param>
    /// <returns>The rectangles, valid until the next call; none when nothing differs.</returns>
    public ReadOnlySpan<PixelRect> Find(GreyFrame last, GreyFrame next, PixelRect region)
    {
        last.RequireSameSize(next);
        _count = 0;
        var area = Align(region, last.Bounds);
        var words = (area.Width + (Alignment * 64) - 1) / (Alignment * 64);
        if (_cells.Length < words)
        {
            _cells = new ulong[words];
        }

        for (var y = area.Y; y < area.Bottom; y += Alignment)
        {
            var height = Math.Min(Alignment, area.Bottom - y);
            if (MarkBand(last, next, new PixelRect(area.X, y, area.Width, height)))
            {
                AddRuns(area, y, height);
            }
        }

        Reduce();
        return _rects.AsSpan(0, _count);
    }

    private bool MarkBand(GreyFrame last, GreyFrame next, PixelRect band)
    {
        Array.Clear(_cells);
        var marks = MemoryMarshal.AsBytes(_cells.AsSpan());
        var cells = (band.Width + Alignment - 1) / Alignment;
        for (var y = band.Y; y < band.Bottom; y++)
        {
            MarkRow(ref last.Row(y)[band.X], ref next.Row(y)[band.X], band.Width, marks);
            if (NextCell(0, cells, set: false) == cells)
            {
                // Where every cell has changed, the first row tells.
                return true;
            }
        }

        return _cells.AsSpan().ContainsAnyExcept(0ul);
    }

    /// <summary>Marks the cells in which a row differs. Rows are taken one after the other, as they lie in memory.</summary>
    private static void MarkRow(ref byte before, ref byte after, int width, Span<byte> marks)
    {
        var x = 0;
        for (; x <= width - Block; x += Block)
        {
            marks[x / Block] |= (byte)Differing(ref before, ref after, (nuint)x);
        }

        for (; x < width; x += Alignment)
        {
            var length = Math.Min(Alignment, width - x);
            var bit = (byte)(1 << (x / Alignment & 7));
            if (!MemoryMarshal.CreateReadOnlySpan(ref Unsafe.Add(ref before, x), length).SequenceEqual(MemoryMarshal.CreateReadOnlySpan(ref Unsafe.Add(ref after, x), length)))
            {
                marks[x / Block] |= bit;
            }
        }
    }

    /// <summary>One bit for each of the eight cells of a block that differs in a row.</summary>
    private static ulong Differing(ref byte before, ref byte after, nuint at)
    {
        if (Vector512.IsHardwareAccelerated)
        {
            return ~Vector512.Equals(Vector512.LoadUnsafe(ref before, at).AsUInt64(), Vector512.LoadUnsafe(ref after, at).AsUInt64()).ExtractMostSignificantBits() & BlockCells;
        }

        if (Vector256.IsHardwareAccelerated)
        {
            var (low, high) = (
                Vector256.Equals(Vector256.LoadUnsafe(ref before, at).AsUInt64(), Vector256.LoadUnsafe(ref after, at).AsUInt64()),
                Vector256.Equals(Vector256.LoadUnsafe(ref before, at + 32).AsUInt64(), Vector256.LoadUnsafe(ref after, at + 32).AsUInt64()));
            return ~(low.ExtractMostSignificantBits() | (high.ExtractMostSignificantBits() << 4)) & BlockCells;
        }

        var same = 0u;
        for (var i = 0; i < 4; i++, at += 16)
        {
            same |= Vector128.Equals(Vector128.LoadUnsafe(ref before, at).AsUInt64(), Vector128.LoadUnsafe(ref after, at).AsUInt64())
                .ExtractMostSignificantBits() << (2 * i);
        }

        return ~same & BlockCells;
    }

    private void AddRuns(PixelRect area, int y, int height)
    {
        var cells = (area.Width + Alignment - 1) / Alignment;
        var gap = CountRuns() > ManyRuns ? WideGap : ScanWaste / (Alignment * height);
        for (var cell = NextCell(0, cells, set: true); cell < cells;)
        {
            var end = NextCell(cell, cells, set: false);

            // What would be merged in any case is not compared with everything first: a line of writing is one run.
            for (var next = NextCell(end, cells, set: true); next < cells && next - end <= gap; next = NextCell(end, cells, set: true))
            {
                end = NextCell(next, cells, set: false);
            }

            var right = Math.Min(area.Right, area.X + (end * Alignment));
            Add(new PixelRect(area.X + (cell * Alignment), y, right - area.X - (cell * Alignment), height));
            cell = NextCell(end, cells, set: true);
        }
    }

    private int CountRuns()
    {
        var (runs, carry) = (0, 0ul);
        foreach (var word in _cells)
        {
            runs += BitOperations.PopCount(word & ~((word << 1) | carry));
            carry = word >> 63;
        }

        return runs;
    }

    private int NextCell(int from, int cells, bool set)
    {
        while (from < cells)
        {
            var word = (set ? _cells[from >> 6] : ~_cells[from >> 6]) >> (from & 63);
            if (word != 0)
            {
                return Math.Min(cells, from + BitOperations.TrailingZeroCount(word));
            }

            from = (from | 63) + 1;
        }

        return cells;
    }

    private void Add(PixelRect rect)
    {
        for (var i = _count - 1; i >= 0; i--)
        {
            // Rows are added from top to bottom, and most continue what is just above them.
            if (rect.Y - _rects[i].Bottom <= ScanWaste / Alignment && Waste(_rects[i], rect) <= ScanWaste)
            {
                _rects[i] = _rects[i].Union(rect);
                return;
            }
        }

        if (_count == Capacity)
        {
            Compact();
        }

        if (_count < Capacity)
        {
            _rects[_count++] = rect;
            return;
        }

        var best = 0;
        for (var i = 1; i < _count; i++)
        {
            best = Waste(_rects[i], rect) < Waste(_rects[best], rect) ? i : best;
        }

        _rects[best] = _rects[best].Union(rect);
    }

    /// <summary>Merges what is cheaper as one, without looking for the cheapest pair first.</summary>
    private void Compact()
    {
        for (var i = 0; i < _count; i++)
        {
            for (var j = i + 1; j < _count; j++)
            {
                if (Waste(_rects[i], _rects[j]) <= _commandCost)
                {
                    _rects[i] = _rects[i].Union(_rects[j]);
                    _rects[j] = _rects[--_count];
                    j = i;
                }
            }
        }
    }

    /// <summary>
    /// Merges the cheapest pair until no merge pays, the count is kept and nothing overlaps. Every rectangle remembers its cheapest
    /// later one, so a merge looks again only at what it touched: about the square of the count in all.
    /// </summary>
    private void Reduce()
    {
        Compact();
        for (var i = 0; i < _count; i++)
        {
            FindPartner(i);
        }

        while (_count > 1)
        {
            var first = 0;
            for (var i = 1; i < _count - 1; i++)
            {
                first = _partners[i].Waste < _partners[first].Waste ? i : first;
            }

            if (_partners[first].Waste > _commandCost && _count <= _maximum)
            {
                return;
            }

            Merge(first, _partners[first].Index);
        }
    }

    private void Merge(int first, int second)
    {
        _rects[first] = _rects[first].Union(_rects[second]);
        _rects[second] = _rects[--_count];
        for (var i = 0; i < _count; i++)
        {
            if (i == first || i == second || _partners[i].Index == first || _partners[i].Index == second || _partners[i].Index == _count)
            {
                FindPartner(i);
                continue;
            }

            Offer(i, first);
            Offer(i, second);
        }
    }

    private void FindPartner(int of)
    {
        _partners[of] = (Capacity, long.MaxValue);
        for (var j = of + 1; j < _count; j++)
        {
            Offer(of, j);
        }
    }

    private void Offer(int to, int index)
    {
        if (index <= to || index >= _count)
        {
            return;
        }

        var waste = _rects[to].Intersect(_rects[index]).IsEmpty ? Waste(_rects[to], _rects[index]) : long.MinValue;
        if (waste < _partners[to].Waste || (waste == _partners[to].Waste && index < _partners[to].Index))
        {
            _partners[to] = (index, waste);
        }
    }

    private static long Waste(PixelRect a, PixelRect b)
    {
        var union = a.Union(b);
        return ((long)union.Width * union.Height) - ((long)a.Width * a.Height) - ((long)b.Width * b.Height);
    }
}
