using Device.Core.Screen;

namespace Device.Screen.Refresh;

/// <summary>Chooses what one cleaning cleans: the most urgent tiles first, grown to a few rectangles over their neighbours. Pure.</summary>
internal static class GhostCleaning
{
    // A neighbour with half the debt that asks for cleaning is cleaned along: it would be the next.
    private const float Along = 0.5f;

    /// <summary>Chooses rectangles that do not overlap.</summary>
    /// <param name="debt">The debts.</param>
    /// <param name="pixels">Most pixels; the first tile may be larger.</param>
    /// <param name="rectangles">Most rectangles.</param>
    /// <param name="chosen">Receives them.</param>
    internal static void Choose(GhostDebt debt, int pixels, int rectangles, List<PixelRect> chosen)
    {
        chosen.Clear();
        var taken = new List<PixelRect>(rectangles);
        var left = (long)pixels;
        while (taken.Count < rectangles && Worst(debt, taken) is { } worst)
        {
            var area = PixelsOf(debt, worst);
            if (taken.Count > 0 && RectPieces.Area(area) > left)
            {
                return;
            }

            var grown = Grow(debt, worst, taken, left);
            taken.Add(grown);
            chosen.Add(PixelsOf(debt, grown));
            left -= RectPieces.Area(chosen[^1]);
        }
    }

    private static PixelRect? Worst(GhostDebt debt, List<PixelRect> taken)
    {
        var (worst, urgency) = ((PixelRect?)null, 0f);
        for (var row = 0; row < debt.Rows; row++)
        {
            for (var column = 0; column < debt.Columns; column++)
            {
                var (tile, at) = ((row * debt.Columns) + column, new PixelRect(column, row, 1, 1));
                if (debt.IsDue(tile) && debt.Urgency(tile) > urgency && !taken.Exists(t => RectPieces.Meets(t, at)))
                {
                    (worst, urgency) = (at, debt.Urgency(tile));
                }
            }
        }

        return worst;
    }

    private static PixelRect Grow(GhostDebt debt, PixelRect tiles, List<PixelRect> taken, long left)
    {
        var grid = new PixelRect(0, 0, debt.Columns, debt.Rows);
        for (var isGrowing = true; isGrowing;)
        {
            isGrowing = false;
            PixelRect[] strips =
            [
                new(tiles.X - 1, tiles.Y, 1, tiles.Height), new(tiles.Right, tiles.Y, 1, tiles.Height),
                new(tiles.X, tiles.Y - 1, tiles.Width, 1), new(tiles.X, tiles.Bottom, tiles.Width, 1),
            ];
            foreach (var strip in strips)
            {
                var union = tiles.Union(strip);
                if (strip.Intersect(grid) == strip && IsWorth(debt, strip) && RectPieces.Area(PixelsOf(debt, union)) <= left
                    && !taken.Exists(t => RectPieces.Meets(t, union)))
                {
                    (tiles, isGrowing) = (union, true);
                    break;
                }
            }
        }

        return tiles;
    }

    private static bool IsWorth(GhostDebt debt, PixelRect strip)
    {
        var sum = 0f;
        for (var row = strip.Y; row < strip.Bottom; row++)
        {
            for (var column = strip.X; column < strip.Right; column++)
            {
                sum += Math.Min(1, debt.Urgency((row * debt.Columns) + column));
            }
        }

        return sum >= Along * strip.Width * strip.Height;
    }

    private static PixelRect PixelsOf(GhostDebt debt, PixelRect tiles) =>
        debt.Bounds(tiles.X, tiles.Y).Union(debt.Bounds(tiles.Right - 1, tiles.Bottom - 1));
}
