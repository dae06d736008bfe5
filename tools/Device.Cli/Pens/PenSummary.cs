using Device.Core.Ink;
using Device.Hardware.Pen;

namespace Device.Cli.Pens;

/// <summary>What is in a recording of a pen.</summary>
/// <param name="File">The file.</param>
/// <param name="Seconds">From the first event to the last.</param>
/// <param name="Events">Events of the kernel.</param>
/// <param name="Reports">Reports: events up to a SYN_REPORT.</param>
/// <param name="ReportsPerSecond">The median rate while the pen touched; null where it touched less than two reports long.</param>
/// <param name="Dropouts">How often the kernel had lost events.</param>
/// <param name="LongestGapMilliseconds">The longest time between two samples of one stroke.</param>
/// <param name="Samples">Samples that the driver makes of it.</param>
/// <param name="Strokes">Strokes.</param>
/// <param name="Axes">The axes that the device has.</param>
/// <param name="Keys">The keys that it has.</param>
internal sealed record PenSummary(
    string File,
    double Seconds,
    long Events,
    long Reports,
    double? ReportsPerSecond,
    long Dropouts,
    double LongestGapMilliseconds,
    long Samples,
    int Strokes,
    IReadOnlyList<PenAxisLine> Axes,
    IReadOnlyList<PenKeyLine> Keys)
{
    private const float UnknownWidth = 200;

    /// <summary>Sums a recording up.</summary>
    internal static PenSummary Of(string file, EvdevCapture capture, PenCalibration calibration)
    {
        var (events, reports, dropouts) = (0L, 0L, 0L);
        long? first = null;
        var (last, seen) = (0L, new Dictionary<int, (int Lowest, int Highest)>());
        foreach (var item in capture.ReadEvents())
        {
            (first, last) = (first ?? item.TimestampMicroseconds, item.TimestampMicroseconds);
            events++;
            reports += item is { Type: PenCodes.Syn, Code: PenCodes.SynReport } ? 1 : 0;
            dropouts += item is { Type: PenCodes.Syn, Code: PenCodes.SynDropped } ? 1 : 0;
            if (item.Type == PenCodes.Abs)
            {
                seen[item.Code] = seen.TryGetValue(item.Code, out var range) ? (Math.Min(range.Lowest, item.Value), Math.Max(range.Highest, item.Value)) : (item.Value, item.Value);
            }
        }

        var samples = Replay(capture, calibration);
        var steps = Steps(samples);
        return new PenSummary(
            file,
            first is { } start ? (last - start) / 1e6 : 0,
            events,
            reports,
            steps.Count > 0 && steps[steps.Count / 2] is > 0 and var median ? Math.Round(1e6 / median, 1) : null,
            dropouts,
            steps.Count > 0 ? steps[^1] / 1e3 : 0,
            samples.Count,
            StrokesOf(samples).Count,
            [.. capture.Axes.OrderBy(a => a.Key).Select(a => new PenAxisLine(
                a.Key, PenCodes.AxisName(a.Key), a.Value.Range.Minimum, a.Value.Range.Maximum, a.Value.Range.Resolution,
                seen.TryGetValue(a.Key, out var s) ? s.Lowest : null, seen.TryGetValue(a.Key, out s) ? s.Highest : null))],
            [.. capture.Keys.Keys.Order().Select(k => new PenKeyLine(k, PenCodes.KeyName(k)))]);
    }

    /// <summary>The calibration of a board, or the size that the digitiser's resolution gives, or 200 mm across where nobody knows.</summary>
    internal static PenCalibration Calibration(EvdevCapture capture, IReadOnlyList<float>? ofBoard)
    {
        if (ofBoard is [var xx, var xy, var x0, var yx, var yy, var y0])
        {
            return new PenCalibration(xx, xy, x0, yx, yy, y0);
        }

        var (x, y) = (capture.PenRanges.X, capture.PenRanges.Y);
        return x.Resolution > 0 && y.Resolution > 0
            ? PenCalibration.Upright(Units(x) / x.Resolution, Units(y) / y.Resolution)
            : PenCalibration.Upright(UnknownWidth, x.IsPresent && y.IsPresent ? UnknownWidth * Units(y) / Units(x) : UnknownWidth);
    }

    /// <summary>What the pen's driver makes of a recording, in millimetres; nothing where it is of no pen.</summary>
    internal static IReadOnlyList<PenSample> Replay(EvdevCapture capture, PenCalibration calibration) =>
        capture.PenRanges is { X.IsPresent: true, Y.IsPresent: true } ? [.. capture.ReplayPen(new EvdevPenOptions { Calibration = calibration })] : [];

    /// <summary>The strokes of samples.</summary>
    internal static IReadOnlyList<Stroke> StrokesOf(IEnumerable<PenSample> samples)
    {
        var (builder, strokes) = (new StrokeBuilder(), new List<Stroke>());
        foreach (var sample in samples)
        {
            if (builder.Add(sample) is { } stroke)
            {
                strokes.Add(stroke);
            }
        }

        if (builder.Flush() is { } last)
        {
            strokes.Add(last);
        }

        return strokes;
    }

    private static float Units(AxisRange range) => (float)((double)range.Maximum - range.Minimum);

    /// <summary>Microseconds between samples of one stroke, the shortest first.</summary>
    private static List<long> Steps(IReadOnlyList<PenSample> samples)
    {
        var steps = samples.Zip(samples.Skip(1))
            .Where(p => p is { First.Phase: PenPhase.Contact, Second.Phase: PenPhase.Contact })
            .Select(p => p.Second.TimestampMicroseconds - p.First.TimestampMicroseconds).ToList();
        steps.Sort();
        return steps;
    }
}

/// <summary>An axis: its range, and the values that were seen.</summary>
internal sealed record PenAxisLine(int Code, string Name, int Minimum, int Maximum, int Resolution, int? Lowest, int? Highest);

/// <summary>A key.</summary>
internal sealed record PenKeyLine(int Code, string Name);
