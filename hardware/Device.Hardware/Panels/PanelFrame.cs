using Device.Core.Screen;

namespace Device.Hardware.Panels;

/// <summary>
/// The pixels that a controller was last asked to show, in the controller's own orientation, so that regions can be widened to
/// what its bus wants and everything can be sent again after a reset. Starts white. Not thread-safe.
/// </summary>
internal sealed class PanelFrame
{
    private readonly PanelCapabilities _panel;
    private readonly int _rotation;
    private readonly byte[] _grey;

    /// <summary>Makes a white frame.</summary>
    /// <param name="panel">The panel as the product sees it.</param>
    /// <param name="rotation">Degrees clockwise by which the picture is turned for the controller.</param>
    internal PanelFrame(PanelCapabilities panel, int rotation)
    {
        (_panel, _rotation) = (panel, rotation);
        var isTurned = rotation is 90 or 270;
        (Width, Height) = isTurned ? (panel.Height, panel.Width) : (panel.Width, panel.Height);
        _grey = new byte[Width * Height];
        Array.Fill(_grey, (byte)255);
    }

    /// <summary>Columns as the controller sees them.</summary>
    internal int Width { get; }

    /// <summary>Rows as the controller sees them.</summary>
    internal int Height { get; }

    internal PixelRect Bounds => new(0, 0, Width, Height);

    /// <summary>Refuses arguments that do not describe pixels of the panel.</summary>
    /// <exception cref="ArgumentException">They do not.</exception>
    internal void Check(PixelRect region, int length, int stride)
    {
        if (region.IsEmpty || region.Intersect(_panel.Bounds) != region)
        {
            throw new ArgumentException($"{region} is not a region of a {_panel.Width}x{_panel.Height} panel", nameof(region));
        }

        if (stride < region.Width || length < ((long)stride * (region.Height - 1)) + region.Width)
        {
            throw new ArgumentException($"{length} pixels at a stride of {stride} are too few for {region}", nameof(length));
        }
    }

    /// <summary>Takes pixels in.</summary>
    /// <returns>Where they lie for the controller.</returns>
    internal PixelRect Write(PixelRect region, ReadOnlySpan<byte> grey, int stride)
    {
        var place = Turn(region);
        for (var y = 0; y < region.Height; y++)
        {
            var row = grey.Slice(y * stride, region.Width);
            if (_rotation == 0)
            {
                row.CopyTo(_grey.AsSpan(((region.Y + y) * Width) + region.X));
                continue;
            }

            var (at, step) = _rotation switch
            {
                90 => ((place.Y * Width) + place.Right - 1 - y, Width),
                180 => (((place.Bottom - 1 - y) * Width) + place.Right - 1, -1),
                _ => (((place.Bottom - 1) * Width) + place.X + y, -Width),
            };
            foreach (var pixel in row)
            {
                _grey[at] = pixel;
                at += step;
            }
        }

        return place;
    }

    /// <summary>A region's place for the controller.</summary>
    internal PixelRect Turn(PixelRect region) => _rotation switch
    {
        0 => region,
        90 => new(_panel.Height - region.Bottom, region.X, region.Height, region.Width),
        180 => new(_panel.Width - region.Right, _panel.Height - region.Bottom, region.Width, region.Height),
        _ => new(region.Y, _panel.Width - region.Right, region.Height, region.Width),
    };

    /// <summary>The pixels of a row from a column on, to the end of the row.</summary>
    internal ReadOnlySpan<byte> Row(int x, int y) => _grey.AsSpan((y * Width) + x, Width - x);

    /// <summary>Whether every pixel of a region is black or white on a panel of sixteen greys, so that one bit holds it.</summary>
    internal bool IsBilevel(PixelRect region)
    {
        for (var y = region.Y; y < region.Bottom; y++)
        {
            if (Row(region.X, y)[..region.Width].ContainsAnyInRange(PixelPacking.FirstGrey, PixelPacking.LastGrey))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>A region widened to multiples, from column and row 0, and cut to the frame.</summary>
    internal PixelRect Align(PixelRect region, int columns, int rows)
    {
        var x = region.X / columns * columns;
        var y = region.Y / rows * rows;
        var right = Math.Min(Width, (region.Right + columns - 1) / columns * columns);
        var bottom = Math.Min(Height, (region.Bottom + rows - 1) / rows * rows);
        return new PixelRect(x, y, right - x, bottom - y);
    }
}
