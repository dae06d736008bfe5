using Device.Core.Ink;
using Device.Core.Notebook;
using Device.Core.Screen;
using Device.Screen.Frames;
using Device.Screen.Layout;

namespace Device.Screen.Drawing;

/// <summary>Draws what is printed on the paper: lines, or boxes with a dashed cross (田字格), or with the diagonals as well (米字格). Light enough not to compete with ink.</summary>
internal static class PaperPainter
{
    private const byte LineGrey = 170;
    private const byte BoxGrey = 119;
    private const byte CrossGrey = 187;
    private const float Thin = 0.12f;
    private const float Thick = 0.25f;
    private const float Dash = 1.2f;

    internal static void Paint(GreyFrame frame, PageMapping page, PaperRuling ruling)
    {
        for (var row = 0; row < ruling.Rows; row++)
        {
            if (ruling.Template == PageTemplate.Lined)
            {
                var line = ruling.Row(row);
                Horizontal(frame, page, line.Left, line.Right, line.Bottom, Thin, LineGrey);
            }
            else
            {
                Boxes(frame, page, ruling, row);
            }
        }
    }

    private static void Boxes(GreyFrame frame, PageMapping page, PaperRuling ruling, int row)
    {
        var line = ruling.Row(row);
        if (ruling.Columns == 0)
        {
            return;
        }

        Dashed(frame, page, new InkBounds(line.Left, line.CentreY, line.Right, line.CentreY));
        for (var column = 0; column < ruling.Columns; column++)
        {
            var box = ruling.Box(row, column);
            Dashed(frame, page, new InkBounds(box.CentreX, box.Top, box.CentreX, box.Bottom));
            if (ruling.Template == PageTemplate.Mizi)
            {
                Diagonals(frame, page, box);
            }

            Vertical(frame, page, box.Left, box.Top, box.Bottom, Thick, BoxGrey);
        }

        Vertical(frame, page, line.Right, line.Top, line.Bottom, Thick, BoxGrey);
        Horizontal(frame, page, line.Left, line.Right, line.Top, Thick, BoxGrey);
        Horizontal(frame, page, line.Left, line.Right, line.Bottom, Thick, BoxGrey);
    }

    private static void Dashed(GreyFrame frame, PageMapping page, InkBounds line)
    {
        var isHorizontal = line.Width > 0;
        var length = isHorizontal ? line.Width : line.Height;
        for (var at = Dash / 2; at < length; at += 2 * Dash)
        {
            var end = Math.Min(at + Dash, length);
            if (isHorizontal)
            {
                Horizontal(frame, page, line.Left + at, line.Left + end, line.Top, Thin, CrossGrey);
            }
            else
            {
                Vertical(frame, page, line.Left, line.Top + at, line.Top + end, Thin, CrossGrey);
            }
        }
    }

    /// <summary>Both diagonals as dashes of single dots, which needs no anti-aliasing.</summary>
    private static void Diagonals(GreyFrame frame, PageMapping page, InkBounds box)
    {
        var thickness = Thickness(page, Thin);
        var ((left, top), (right, bottom)) = (page.ToPixels(box.Left, box.Top), page.ToPixels(box.Right, box.Bottom));
        var (steps, dash) = (Math.Max(1, Round(Math.Max(right - left, bottom - top))), Math.Max(1, Round(Dash * page.Scale)));
        for (var i = 0; i <= steps; i++)
        {
            if (i / dash % 2 == 1)
            {
                continue;
            }

            var (x, y) = ((right - left) * i / steps, Round(top + ((bottom - top) * i / steps)) - (thickness / 2));
            Fill(frame, page, new PixelRect(Round(left + x) - (thickness / 2), y, thickness, thickness), CrossGrey);
            Fill(frame, page, new PixelRect(Round(right - x) - (thickness / 2), y, thickness, thickness), CrossGrey);
        }
    }

    private static void Horizontal(GreyFrame frame, PageMapping page, float left, float right, float y, float width, byte grey)
    {
        var thickness = Thickness(page, width);
        var ((x0, top), (x1, _)) = (page.ToPixels(left, y), page.ToPixels(right, y));
        var from = Round(x0) - (thickness / 2);
        Fill(frame, page, new PixelRect(from, Round(top) - (thickness / 2), Round(x1) - (thickness / 2) + thickness - from, thickness), grey);
    }

    private static void Vertical(GreyFrame frame, PageMapping page, float x, float top, float bottom, float width, byte grey)
    {
        var thickness = Thickness(page, width);
        var ((left, y0), (_, y1)) = (page.ToPixels(x, top), page.ToPixels(x, bottom));
        Fill(frame, page, new PixelRect(Round(left) - (thickness / 2), Round(y0), thickness, Math.Max(0, Round(y1) - Round(y0))), grey);
    }

    private static void Fill(GreyFrame frame, PageMapping page, PixelRect line, byte grey) => frame.Fill(line.Intersect(page.Area), grey);

    private static int Thickness(PageMapping page, float millimetres) => Math.Max(1, Round(millimetres * page.Scale));

    private static int Round(float pixels) => (int)MathF.Round(pixels);
}
