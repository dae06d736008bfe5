using Device.Core.Screen;
using Device.Hardware.Simulated.Panel;

namespace Device.Hardware.Simulated.Panels;

/// <summary>Pictures of glass that is mounted turned, brought upright, and what differs between two of them. Pure.</summary>
internal static class Turning
{
    /// <summary>The picture as a person sees it.</summary>
    public static PanelSnapshot Back(PanelSnapshot glass, PanelCapabilities panel, int rotation)
    {
        if (rotation == 0)
        {
            return glass;
        }

        var grey = new byte[panel.Width * panel.Height];
        var from = glass.Grey.Span;
        var (start, right, down) = rotation switch
        {
            90 => (panel.Height - 1, glass.Width, -1),
            180 => ((glass.Width * glass.Height) - 1, -1, -glass.Width),
            _ => ((panel.Width - 1) * glass.Width, -glass.Width, 1),
        };
        for (var y = 0; y < panel.Height; y++)
        {
            for (var (x, at) = (0, start + (y * down)); x < panel.Width; x++, at += right)
            {
                grey[(y * panel.Width) + x] = from[at];
            }
        }

        return new PanelSnapshot(panel.Width, panel.Height, grey);
    }

    /// <summary>A region of the glass as a person sees it.</summary>
    public static PixelRect Back(PixelRect glass, PanelCapabilities panel, int rotation) => rotation switch
    {
        0 => glass,
        90 => new(glass.Y, panel.Height - glass.Right, glass.Height, glass.Width),
        180 => new(panel.Width - glass.Right, panel.Height - glass.Bottom, glass.Width, glass.Height),
        _ => new(panel.Width - glass.Bottom, glass.X, glass.Height, glass.Width),
    };

    /// <summary>The box around all that differs.</summary>
    public static PixelRect Changed(PanelSnapshot before, PanelSnapshot after)
    {
        var changed = default(PixelRect);
        for (var y = 0; y < after.Height; y++)
        {
            var old = before.Grey.Span.Slice(y * after.Width, after.Width);
            var now = after.Grey.Span.Slice(y * after.Width, after.Width);
            var first = old.CommonPrefixLength(now);
            if (first == after.Width)
            {
                continue;
            }

            var last = after.Width - 1;
            while (old[last] == now[last])
            {
                last--;
            }

            changed = changed.Union(new PixelRect(first, y, last - first + 1, 1));
        }

        return changed;
    }

    /// <summary>A part of a picture.</summary>
    public static byte[] Cut(PanelSnapshot snapshot, PixelRect region)
    {
        var grey = new byte[region.Width * region.Height];
        for (var y = 0; y < region.Height; y++)
        {
            snapshot.Grey.Span.Slice(((region.Y + y) * snapshot.Width) + region.X, region.Width).CopyTo(grey.AsSpan(y * region.Width));
        }

        return grey;
    }
}
