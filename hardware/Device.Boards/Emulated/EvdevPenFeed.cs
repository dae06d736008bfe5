using Device.Core.Ink;
using Device.Hardware.Pen;
using Device.Hardware.Simulated.Pen;

namespace Device.Boards.Emulated;

/// <summary>
/// A digitiser at the kernel's event device: what somebody moves becomes <c>input_event</c> structures in a pipe, which the
/// real source polls, reads and decodes. One feeder at a time.
/// </summary>
internal sealed class EvdevPenFeed : IPenFeed, IDisposable
{
    private const int Steps = 20_000;
    private const int FullPressure = 4_095;
    private const int EventsPerSample = 8;

    private readonly EvdevPipe _pipe = new(EventsPerSample);
    private readonly PenCalibration _calibration;
    private readonly EvdevPenSource _source;
    private PenSample _last;

    private EvdevPenFeed(EvdevPenOptions options)
    {
        _calibration = options.Calibration;
        var axis = new AxisRange(0, Steps, 0);
        var ranges = new PenRanges(axis, axis, new AxisRange(0, FullPressure, 0), default, default, HasProximity: true);
        _source = new EvdevPenSource(_pipe.File, ranges, () => default, options)
        {
            // The stamps are those of whoever moves it.
            IsTimed = false,
        };
    }

    /// <summary>Opens the real source on an emulated digitiser.</summary>
    public static (IPenSource Pen, IPenFeed Feed) Open(EvdevPenOptions options)
    {
        var feed = new EvdevPenFeed(options);
        return (feed._source, feed);
    }

    /// <inheritdoc/>
    public async ValueTask FeedAsync(ReadOnlyMemory<PenSample> samples, CancellationToken cancellationToken)
    {
        for (var i = 0; i < samples.Length; i++)
        {
            Encode(samples.Span[i]);
            await _pipe.ReportAsync(samples.Span[i].TimestampMicroseconds, cancellationToken);
        }
    }

    /// <inheritdoc/>
    public bool IsRead(long samples) => _source.BytesDecoded == _pipe.Written && _source.Queued == samples + _source.ReplacedHovers;

    public void Dispose() => _pipe.Dispose();

    private void Encode(in PenSample sample)
    {
        var time = sample.TimestampMicroseconds;
        var (u, v) = _calibration.Unmap(sample.X, sample.Y);
        var tool = sample.Tool == PenTool.Eraser ? EvdevCode.ToolRubber : EvdevCode.ToolPen;
        var wasNear = _last.Phase != PenPhase.Away;
        var isNear = sample.Phase != PenPhase.Away;
        if (wasNear && (!isNear || sample.Tool != _last.Tool))
        {
            _pipe.Put(time, EvdevCode.Key, _last.Tool == PenTool.Eraser ? EvdevCode.ToolRubber : EvdevCode.ToolPen, 0);
        }

        if (isNear && (!wasNear || sample.Tool != _last.Tool))
        {
            _pipe.Put(time, EvdevCode.Key, tool, 1);
        }

        _pipe.Put(time, EvdevCode.Abs, EvdevCode.AbsX, Step(u));
        _pipe.Put(time, EvdevCode.Abs, EvdevCode.AbsY, Step(v));
        var touches = sample.Phase == PenPhase.Contact;

        // A pen that touches has more than the least force.
        _pipe.Put(time, EvdevCode.Abs, EvdevCode.AbsPressure, touches ? Math.Max(100, (int)(sample.Pressure * FullPressure)) : 0);
        _pipe.Put(time, EvdevCode.Key, EvdevCode.Touch, touches ? 1 : 0);
        _last = sample;
    }

    private static int Step(float share) => (int)Math.Clamp(MathF.Round(share * Steps), 0, Steps);
}
