using System.Runtime.CompilerServices;
using Device.Core.Ink;
using Device.Core.Screen;
using Device.Screen.Drawing;
using Device.Screen.Frames;
using Device.Screen.Layout;

namespace Device.Screen.Refresh;

/// <summary>
/// The one shortcut: draws pen samples straight into what the panel shows and sends the few pixels around them with
/// <see cref="RefreshIntent.Pen"/>. It stores nothing; the refresh that brings the finished stroke paints over it. Made by
/// <see cref="ScreenRefresher.CreateEcho"/>. One caller at a time, on any thread, beside the refresher's. Allocates nothing per sample.
/// </summary>
public sealed class InkEcho
{
    private readonly IPanel _panel;
    private readonly ShownFrame _shown;
    private readonly TimeProvider _time;
    private readonly float _width;
    private bool _isDown;
    private PenSample _last;

    internal InkEcho(IPanel panel, ShownFrame shown, TimeProvider time, float width) =>
        (_panel, _shown, _time, _width) = (panel, shown, time, width);

    /// <summary>Draws samples and hands the panel one command for all of them.</summary>
    /// <param name="samples">Samples in the order of their time stamps; those that do not touch, and the eraser's, draw nothing.</param>
    /// <param name="cancellationToken">Ends the wait for a busy panel.</param>
    /// <returns>A task that ends when the panel has taken the command.</returns>
    /// <exception cref="IOException">The panel does not answer; the next refresh sends these pixels again.</exception>
    public ValueTask DrawAsync(ReadOnlySpan<PenSample> samples, CancellationToken cancellationToken)
    {
        PixelRect region;
        lock (_shown.Gate)
        {
            region = default;
            foreach (ref readonly var sample in samples)
            {
                region = region.Union(Take(sample));
            }

            region = FrameDamage.Align(region, _shown.Frame.Bounds);
        }

        if (region.IsEmpty)
        {
            return default;
        }

        var frame = _shown.Frame;
        ValueTask sent;
        try
        {
            sent = _panel.RefreshAsync(region, frame.From(region), frame.Stride, RefreshIntent.Pen, cancellationToken);
        }
        catch
        {
            Doubt(region);
            throw;
        }

        return sent.IsCompletedSuccessfully ? sent : Wait(sent, region);
    }

    // Pooled, so that a panel that is busy now and then costs no garbage either.
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask Wait(ValueTask sent, PixelRect region)
    {
        try
        {
            await sent;
        }
        catch
        {
            Doubt(region);
            throw;
        }
    }

    private void Doubt(PixelRect region)
    {
        lock (_shown.Gate)
        {
            _shown.Uncertain = _shown.Uncertain.Union(region);
        }
    }

    private PixelRect Take(in PenSample sample)
    {
        if (sample.Phase != PenPhase.Contact || sample.Tool != PenTool.Tip)
        {
            if (_isDown)
            {
                _isDown = false;
                _shown.EndStroke(_time.GetTimestamp());
            }

            return default;
        }

        var from = _isDown ? _last : sample;
        (_isDown, _last) = (true, sample);
        var page = _shown.Page;
        if (page.Area.IsEmpty)
        {
            return default;
        }

        var piece = InkRaster.Draw(_shown.Frame, _shown.InkArea, NibOf(page, from), NibOf(page, sample), smooth: false);
        _shown.Extend(piece, new InkBounds(
            Math.Min(from.X, sample.X), Math.Min(from.Y, sample.Y), Math.Max(from.X, sample.X), Math.Max(from.Y, sample.Y)));
        return piece;
    }

    private Nib NibOf(PageMapping page, in PenSample sample)
    {
        var (x, y) = page.ToPixels(sample.X, sample.Y);
        return new Nib(x, y, Nib.RadiusOf(_width, sample.Pressure, page.Scale));
    }
}
