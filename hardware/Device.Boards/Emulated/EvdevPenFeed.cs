using System.IO.Pipes;
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

    private readonly AnonymousPipeServerStream _pipe;
    private readonly PenCalibration _calibration;
    private readonly byte[] _events = new byte[EventsPerSample * EvdevEvent.Length];
    private EvdevPenSource? _source;
    private PenSample _last;
    private int _used;
    private long _written;

    private EvdevPenFeed(AnonymousPipeServerStream pipe, PenCalibration calibration) => (_pipe, _calibration) = (pipe, calibration);

    /// <summary>Opens the real source on an emulated digitiser.</summary>
    public static (IPenSource Pen, IPenFeed Feed) Open(EvdevPenOptions options)
    {
        var pipe = new AnonymousPipeServerStream(PipeDirection.Out);
        var feed = new EvdevPenFeed(pipe, options.Calibration);
        var axis = new AxisRange(0, Steps, 0);
        var ranges = new PenRanges(axis, axis, new AxisRange(0, FullPressure, 0), default, default, HasProximity: true);
        feed._source = new EvdevPenSource(pipe.ClientSafePipeHandle, ranges, () => default, options)
        {
            // The stamps are those of whoever moves it.
            IsTimed = false,
        };
        return (feed._source, feed);
    }

    /// <inheritdoc/>
    public async ValueTask FeedAsync(ReadOnlyMemory<PenSample> samples, CancellationToken cancellationToken)
    {
        for (var i = 0; i < samples.Length; i++)
        {
            Encode(samples.Span[i]);
            await _pipe.WriteAsync(_events.AsMemory(0, _used), cancellationToken);
            Interlocked.Add(ref _written, _used);
        }
    }

    /// <inheritdoc/>
    public bool IsRead(long samples) => _source!.BytesDecoded == Interlocked.Read(ref _written) && _source.Queued == samples + _source.ReplacedHovers;

    public void Dispose() => _pipe.Dispose();

    private void Encode(in PenSample sample)
    {
        _used = 0;
        var time = sample.TimestampMicroseconds;
        var (u, v) = Unmap(sample.X, sample.Y);
        var tool = sample.Tool == PenTool.Eraser ? EvdevCode.ToolRubber : EvdevCode.ToolPen;
        var wasNear = _last.Phase != PenPhase.Away;
        var isNear = sample.Phase != PenPhase.Away;
        if (wasNear && (!isNear || sample.Tool != _last.Tool))
        {
            Put(time, EvdevCode.Key, _last.Tool == PenTool.Eraser ? EvdevCode.ToolRubber : EvdevCode.ToolPen, 0);
        }

        if (isNear && (!wasNear || sample.Tool != _last.Tool))
        {
            Put(time, EvdevCode.Key, tool, 1);
        }

        Put(time, EvdevCode.Abs, EvdevCode.AbsX, u);
        Put(time, EvdevCode.Abs, EvdevCode.AbsY, v);
        var touches = sample.Phase == PenPhase.Contact;

        // A pen that touches has more than the least force.
        Put(time, EvdevCode.Abs, EvdevCode.AbsPressure, touches ? Math.Max(100, (int)(sample.Pressure * FullPressure)) : 0);
        Put(time, EvdevCode.Key, EvdevCode.Touch, touches ? 1 : 0);
        Put(time, EvdevCode.Syn, EvdevCode.SynReport, 0);
        _last = sample;
    }

    private (int U, int V) Unmap(float x, float y)
    {
        var c = _calibration;
        var (dx, dy) = (x - c.X0, y - c.Y0);
        var determinant = (c.XX * c.YY) - (c.XY * c.YX);
        return (Step(((dx * c.YY) - (dy * c.XY)) / determinant), Step(((dy * c.XX) - (dx * c.YX)) / determinant));
    }

    private static int Step(float share) => (int)Math.Clamp(MathF.Round(share * Steps), 0, Steps);

    private void Put(long time, ushort type, ushort code, int value)
    {
        new EvdevEvent(time, type, code, value).Write(_events.AsSpan(_used));
        _used += EvdevEvent.Length;
    }
}
