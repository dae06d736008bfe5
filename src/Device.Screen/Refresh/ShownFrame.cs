using System.Collections.Immutable;
using System.Numerics;
using System.Runtime.InteropServices;
using Device.Core.Ink;
using Device.Core.Screen;
using Device.Screen.Frames;
using Device.Screen.Layout;

namespace Device.Screen.Refresh;

/// <summary>
/// The pixels that the panel was asked to show: what the last frame held, and live ink drawn over it since. The panel reads
/// from this very buffer, so that whichever of two commands it carries out last, it sends the newest pixels. Every member is
/// to be used under <see cref="Gate"/>, except that a panel may read the pixels at any time.
/// </summary>
internal sealed class ShownFrame
{
    /// <summary>Strokes that may wait to appear in a model; of more, the oldest is given up.</summary>
    internal const int MostLiveStrokes = 64;

    private readonly List<LiveStroke> _ended = new(MostLiveStrokes);
    private LiveStroke? _open;

    internal ShownFrame(PanelCapabilities panel, bool isPredicted)
    {
        Frame = new GreyFrame(panel.Width, panel.Height);
        Written = isPredicted ? new GreyFrame(panel.Width, panel.Height) : Frame;
    }

    internal Lock Gate { get; } = new();

    internal GreyFrame Frame { get; }

    /// <summary>The same without ink that was only predicted; the very same frame where nothing is.</summary>
    internal GreyFrame Written { get; }

    /// <summary>Where the page lies; the default while there is none.</summary>
    internal PageMapping Page { get; set; }

    /// <summary>The pixels that live ink may change.</summary>
    internal PixelRect InkArea { get; set; }

    /// <summary>Adds a piece of the stroke that is being written.</summary>
    /// <param name="piece">The pixels it changed.</param>
    /// <param name="points">Its points' box in millimetres.</param>
    internal void Extend(PixelRect piece, InkBounds points) =>
        _open = _open is { } open ? new LiveStroke(open.Pixels.Union(piece), open.Points.Union(points), 0) : new LiveStroke(piece, points, 0);

    /// <summary>The pen was lifted.</summary>
    /// <param name="timestamp">Now, of the clock that <see cref="Settle"/> is given.</param>
    internal void EndStroke(long timestamp)
    {
        if (_open is { } open)
        {
            if (_ended.Count == MostLiveStrokes)
            {
                _ended.RemoveAt(0);
            }

            _ended.Add(open with { Ended = timestamp });
            _open = null;
        }
    }

    /// <summary>Gives up all live ink: the page is gone.</summary>
    internal void DropLiveInk()
    {
        _ended.Clear();
        _open = null;
    }

    /// <summary>Gives up strokes that the model now holds, or that ended too long ago to wait for.</summary>
    /// <param name="strokes">The model's ink.</param>
    /// <param name="oldest">Strokes that ended before this are given up.</param>
    /// <param name="settled">Receives the pixels around each of them.</param>
    internal void Settle(ImmutableArray<Stroke> strokes, long oldest, List<PixelRect> settled)
    {
        for (var i = _ended.Count - 1; i >= 0; i--)
        {
            if (_ended[i].Ended < oldest || Holds(strokes, _ended[i].Points))
            {
                settled.Add(_ended[i].Pixels);
                _ended.RemoveAt(i);
            }
        }
    }

    /// <summary>Keeps ink that is being written, or is on its way to the model, dark in the next frame.</summary>
    /// <param name="next">The next frame.</param>
    internal void KeepLiveInk(GreyFrame next)
    {
        foreach (var stroke in _ended)
        {
            Darken(next, stroke.Pixels);
        }

        if (_open is { } open)
        {
            Darken(next, open.Pixels);
        }
    }

    private static bool Holds(ImmutableArray<Stroke> strokes, InkBounds box)
    {
        // Stored ink is in steps of 1/128 mm.
        const float Near = 0.02f;
        for (var i = strokes.Length - 1; i >= 0; i--)
        {
            var other = strokes[i].Bounds;
            if (MathF.Abs(other.Left - box.Left) < Near && MathF.Abs(other.Top - box.Top) < Near
                && MathF.Abs(other.Right - box.Right) < Near && MathF.Abs(other.Bottom - box.Bottom) < Near)
            {
                return true;
            }
        }

        return false;
    }

    private void Darken(GreyFrame next, PixelRect region)
    {
        for (var y = region.Y; y < region.Bottom; y++)
        {
            var to = next.Row(y).Slice(region.X, region.Width);
            var from = Written.Row(y).Slice(region.X, region.Width);
            ref var a = ref MemoryMarshal.GetReference(to);
            ref var b = ref MemoryMarshal.GetReference(from);
            var x = 0;
            for (; x <= to.Length - Vector<byte>.Count; x += Vector<byte>.Count)
            {
                Vector.Min(Vector.LoadUnsafe(ref a, (nuint)x), Vector.LoadUnsafe(ref b, (nuint)x)).StoreUnsafe(ref a, (nuint)x);
            }

            for (; x < to.Length; x++)
            {
                to[x] = Math.Min(to[x], from[x]);
            }
        }
    }

    private readonly record struct LiveStroke(PixelRect Pixels, InkBounds Points, long Ended);
}
