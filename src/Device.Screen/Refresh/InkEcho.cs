using Device.Core.Ink;
using Device.Core.Screen;
using Device.Screen.Drawing;
using Device.Screen.Latency;
using Device.Screen.Layout;

namespace Device.Screen.Refresh;

/// <summary>
/// The one shortcut: draws pen samples straight into what the panel shows and sends the few pixels around them with
/// <see cref="RefreshIntent.Pen"/>. It stores nothing; the refresh that brings the finished stroke paints over it. Made by
/// <see cref="ScreenRefresher.CreateEcho"/>. One caller at a time, on any thread, beside the refresher's. Allocates nothing per sample.
/// </summary>
public sealed class InkEcho
{
    // A pen that rests or that was away for longer says nothing about where it will be.
    private const long LongestGap = 40_000;

    private readonly RefreshDispatcher _dispatcher;
    private readonly ShownFrame _shown;
    private readonly TimeProvider _time;
    private readonly float _width;
    private readonly long _predict;
    private bool _isDown;
    private PenSample _before;
    private PenSample _last;

    internal InkEcho(RefreshDispatcher dispatcher, ShownFrame shown, TimeProvider time, InkTrace trace, float width, int predict)
    {
        (_dispatcher, _shown, _time, Trace, _width) = (dispatcher, shown, time, trace, width);
        _predict = predict * 1000L;
    }

    /// <summary>How long each stage takes.</summary>
    public InkTrace Trace { get; }

    /// <summary>Draws samples that were read just now.</summary>
    /// <inheritdoc cref="DrawAsync(ReadOnlySpan{PenSample}, PenMoment, CancellationToken)"/>
    public ValueTask DrawAsync(ReadOnlySpan<PenSample> samples, CancellationToken cancellationToken)
    {
        var now = _time.GetTimestamp();
        return DrawAsync(samples, new PenMoment(0, now, now), cancellationToken);
    }

    /// <summary>
    /// Draws samples and hands the panel what may be sent now. What lies on pixels that are being driven follows by itself
    /// (<see cref="ScreenRefresher.RunAsync"/>), together with what was drawn until then.
    /// </summary>
    /// <param name="samples">Samples in the order of their time stamps; those that do not touch, and the eraser's, draw nothing.</param>
    /// <param name="moment">When they passed the stages before.</param>
    /// <param name="cancellationToken">Ends the wait for a busy panel.</param>
    /// <returns>A task that ends when the panel has taken the commands. The next samples may be drawn before that.</returns>
    /// <exception cref="IOException">The panel does not answer; the next refresh sends these pixels again.</exception>
    public ValueTask DrawAsync(ReadOnlySpan<PenSample> samples, PenMoment moment, CancellationToken cancellationToken)
    {
        long drawn;
        lock (_shown.Gate)
        {
            var (region, darkened, touched) = (default(PixelRect), 0L, false);
            foreach (ref readonly var sample in samples)
            {
                touched |= sample.Phase == PenPhase.Contact;
                region = region.Union(Take(sample, ref darkened));
            }

            if (_predict > 0 && _isDown)
            {
                region = region.Union(DrawAhead());
            }

            drawn = _time.GetTimestamp();
            if (touched)
            {
                _dispatcher.Planner.Touch(drawn);
            }

            if (region.IsEmpty)
            {
                return default;
            }

            _dispatcher.Planner.Debt.Change(region, darkened, RefreshIntent.Pen);
            _dispatcher.Planner.Request(region, RefreshIntent.Pen, drawn, moment.Read);
        }

        var readDelay = moment.Pen > 0 ? moment.Read - moment.Pen : -1;
        if (readDelay >= 0)
        {
            Trace.Record(InkStage.Read, moment.Pen, moment.Read);
        }

        Trace.Record(InkStage.Filter, moment.Read, moment.Mapped);
        Trace.Record(InkStage.Raster, moment.Mapped, drawn);
        return _dispatcher.SendPenAsync(drawn, readDelay, cancellationToken);
    }

    private PixelRect Take(in PenSample sample, ref long darkened)
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
        (_isDown, _before, _last) = (true, from, sample);
        var page = _shown.Page;
        if (page.Area.IsEmpty)
        {
            return default;
        }

        var piece = InkRaster.Draw(_shown.Frame, _shown.InkArea, NibOf(page, from), NibOf(page, sample), smooth: false, ref darkened);
        if (_shown.Written != _shown.Frame)
        {
            InkRaster.Draw(_shown.Written, _shown.InkArea, NibOf(page, from), NibOf(page, sample), smooth: false);
        }

        _shown.Extend(piece, new InkBounds(
            Math.Min(from.X, sample.X), Math.Min(from.Y, sample.Y), Math.Max(from.X, sample.X), Math.Max(from.Y, sample.Y)));
        return piece;
    }

    /// <summary>Draws on in the direction and with the speed of the last two samples. It is not ink: the next refresh takes back what no ink covers.</summary>
    private PixelRect DrawAhead()
    {
        var (page, gap) = (_shown.Page, _last.TimestampMicroseconds - _before.TimestampMicroseconds);
        if (page.Area.IsEmpty || gap <= 0 || gap > LongestGap)
        {
            return default;
        }

        var far = (float)_predict / gap;
        var ahead = _last with { X = _last.X + ((_last.X - _before.X) * far), Y = _last.Y + ((_last.Y - _before.Y) * far) };
        return InkRaster.Draw(_shown.Frame, _shown.InkArea, NibOf(page, _last), NibOf(page, ahead), smooth: false);
    }

    private Nib NibOf(PageMapping page, in PenSample sample)
    {
        var (x, y) = page.ToPixels(sample.X, sample.Y);
        return new Nib(x, y, Nib.RadiusOf(_width, sample.Pressure, page.Scale));
    }
}
