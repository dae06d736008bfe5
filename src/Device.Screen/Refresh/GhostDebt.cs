using System.Numerics;
using System.Runtime.InteropServices;
using Device.Core.Screen;
using Device.Screen.Frames;

namespace Device.Screen.Refresh;

/// <summary>
/// How much ghost each part of the panel has gathered, in a grid of tiles. A refresh adds the share of the tile's pixels that it
/// changed, by how much its waveform leaves behind; a partial one lets its neighbours drift a little; a flash takes the debt away.
/// Debts and counts are bounded. Not thread-safe.
/// </summary>
internal sealed class GhostDebt
{
    /// <summary>Most debt of a tile.</summary>
    internal const float Most = 100;

    // A partial refresh leaves a trace along its box: the ring of tiles around it pays this much.
    private const float Drift = 0.01f;

    private readonly PixelRect _panel;
    private readonly int _size;
    private readonly int _columns;
    private readonly float[] _debt;
    private readonly ushort[] _fast;
    private readonly float _limit;
    private readonly int _mostFast;

    internal GhostDebt(PanelCapabilities panel, ScreenRefreshOptions options)
    {
        (_panel, _size, _limit, _mostFast) = (panel.Bounds, options.TileSize, (float)options.CleanAbove, options.MostFast);
        _columns = (panel.Width + _size - 1) / _size;
        Rows = (panel.Height + _size - 1) / _size;
        _debt = new float[panel.IsElectrophoretic ? _columns * Rows : 0];
        _fast = new ushort[_debt.Length];
    }

    /// <summary>Tiles from left to right.</summary>
    internal int Columns => _columns;

    /// <summary>Tiles from top to bottom.</summary>
    internal int Rows { get; }

    /// <summary>Tiles; 0 on a panel without ghosts.</summary>
    internal int Tiles => _debt.Length;

    /// <summary>Tiles that are to be cleaned.</summary>
    internal int Due { get; private set; }

    /// <summary>Tiles that reached the bound of fast refreshes since the start.</summary>
    internal long FastLimitReached { get; private set; }

    /// <summary>The debts, row by row.</summary>
    internal ReadOnlySpan<float> All => _debt;

    /// <summary>Whether a tile is to be cleaned.</summary>
    internal bool IsDue(int tile) => _debt[tile] >= _limit || _fast[tile] >= _mostFast;

    /// <summary>Fast refreshes of a tile since it was cleaned.</summary>
    internal int Fast(int tile) => _fast[tile];

    /// <summary>How urgent a tile is: 1 and more when it is due.</summary>
    internal float Urgency(int tile) => Math.Max(_debt[tile] / _limit, _fast[tile] / (float)_mostFast);

    /// <summary>A tile's pixels.</summary>
    internal PixelRect Bounds(int column, int row) => new PixelRect(column * _size, row * _size, _size, _size).Intersect(_panel);

    /// <summary>Whether a tile that is to be cleaned lies in a region.</summary>
    internal bool IsDue(PixelRect region)
    {
        var area = TilesOf(region);
        for (var row = area.Y; row < area.Bottom; row++)
        {
            for (var column = area.X; column < area.Right; column++)
            {
                if (IsDue((row * _columns) + column))
                {
                    return true;
                }
            }
        }

        return false;
    }

    /// <summary>Counts the pixels of a region that a refresh is going to change.</summary>
    internal void Change(GreyFrame before, GreyFrame after, PixelRect region, RefreshIntent intent)
    {
        var area = TilesOf(region);
        for (var row = area.Y; row < area.Bottom; row++)
        {
            for (var column = area.X; column < area.Right; column++)
            {
                Add(column, row, Count(before, after, Bounds(column, row).Intersect(region)), intent);
            }
        }
    }

    /// <summary>Counts pixels that changed somewhere in a region: live ink.</summary>
    internal void Change(PixelRect region, long pixels, RefreshIntent intent)
    {
        var area = TilesOf(region);
        for (var row = area.Y; row < area.Bottom; row++)
        {
            for (var column = area.X; column < area.Right; column++)
            {
                var part = RectPieces.Area(Bounds(column, row).Intersect(region));
                Add(column, row, pixels * part / Math.Max(1, RectPieces.Area(region)), intent);
            }
        }
    }

    /// <summary>The panel has taken a command.</summary>
    internal void Drive(PixelRect region, RefreshIntent intent)
    {
        var area = TilesOf(region);
        var isFast = intent is RefreshIntent.Pen or RefreshIntent.Interface;
        var isFlash = intent >= RefreshIntent.PageTurn;
        for (var row = area.Y; row < area.Bottom; row++)
        {
            for (var column = area.X; column < area.Right; column++)
            {
                if (isFlash)
                {
                    Clean(column, row, region);
                }
                else if (isFast)
                {
                    Set((row * _columns) + column, _debt[(row * _columns) + column], _fast[(row * _columns) + column] + 1);
                }
            }
        }

        if (!isFlash)
        {
            LetNeighboursDrift(area, intent == RefreshIntent.Pen ? Drift / 20 : Drift);
        }
    }

    private static float WeightOf(RefreshIntent intent) => intent switch
    {
        RefreshIntent.Pen or RefreshIntent.Interface => 1,
        RefreshIntent.Text => 0.6f,
        RefreshIntent.Image => 0.1f,
        _ => 0,
    };

    private static long Count(GreyFrame before, GreyFrame after, PixelRect part)
    {
        var same = 0L;
        for (var y = part.Y; y < part.Bottom; y++)
        {
            ref var a = ref MemoryMarshal.GetReference(before.Row(y)[part.X..]);
            ref var b = ref MemoryMarshal.GetReference(after.Row(y)[part.X..]);
            var x = 0;
            for (; x <= part.Width - Vector<byte>.Count; x += Vector<byte>.Count)
            {
                // Equal bytes are 255, so each adds one to the sum of what is taken from zero; 64 of them fit a byte.
                var equal = Vector.Equals(Vector.LoadUnsafe(ref a, (nuint)x), Vector.LoadUnsafe(ref b, (nuint)x));
                same += Vector.Sum(Vector<byte>.Zero - equal);
            }

            for (; x < part.Width; x++)
            {
                same += before.Row(y)[part.X + x] == after.Row(y)[part.X + x] ? 1 : 0;
            }
        }

        return RectPieces.Area(part) - same;
    }

    private void Add(int column, int row, long pixels, RefreshIntent intent)
    {
        if (pixels > 0)
        {
            var tile = (row * _columns) + column;
            Set(tile, _debt[tile] + (WeightOf(intent) * pixels / RectPieces.Area(Bounds(column, row))), _fast[tile]);
        }
    }

    private void Clean(int column, int row, PixelRect region)
    {
        var (tile, bounds) = ((row * _columns) + column, Bounds(column, row));
        var left = 1 - (RectPieces.Area(bounds.Intersect(region)) / (float)RectPieces.Area(bounds));
        Set(tile, _debt[tile] * left, (int)(_fast[tile] * left));
    }

    private void LetNeighboursDrift(PixelRect area, float drift)
    {
        var ring = area.Inflate(1).Intersect(new PixelRect(0, 0, _columns, Rows));
        for (var row = ring.Y; row < ring.Bottom && Tiles > 0; row++)
        {
            for (var column = ring.X; column < ring.Right; column++)
            {
                if (column < area.X || column >= area.Right || row < area.Y || row >= area.Bottom)
                {
                    var tile = (row * _columns) + column;
                    Set(tile, _debt[tile] + drift, _fast[tile]);
                }
            }
        }
    }

    private void Set(int tile, float debt, int fast)
    {
        var wasDue = IsDue(tile);
        FastLimitReached += fast >= _mostFast && _fast[tile] < _mostFast ? 1 : 0;
        _debt[tile] = Math.Clamp(debt, 0, Most);
        _fast[tile] = (ushort)Math.Min(fast, ushort.MaxValue);
        Due += (IsDue(tile) ? 1 : 0) - (wasDue ? 1 : 0);
    }

    private PixelRect TilesOf(PixelRect region)
    {
        var inside = region.Intersect(_panel);
        if (inside.IsEmpty || Tiles == 0)
        {
            return default;
        }

        var (x, y) = (inside.X / _size, inside.Y / _size);
        return new PixelRect(x, y, ((inside.Right - 1) / _size) + 1 - x, ((inside.Bottom - 1) / _size) + 1 - y);
    }
}
