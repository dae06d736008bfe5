using System.Collections.Immutable;

namespace Device.Core.Ink;

/// <summary>
/// The pure stage from pen samples to strokes. A stroke ends when the pen lifts, leaves, changes its end,
/// or reaches <see cref="InkLimits.PointsPerStroke"/> (writing on goes into a next stroke that starts at the same point).
/// Points and width are whole steps of storage; a report from the place of the one before adds nothing.
/// Memory: one stroke. Not thread-safe.
/// </summary>
/// <param name="width">Nominal line width in millimetres, above 0, at most 64.</param>
public sealed class StrokeBuilder(float width = Stroke.DefaultWidth)
{
    private readonly float _width = Stroke.QuantiseWidth(width);
    private readonly ImmutableArray<InkPoint>.Builder _points = ImmutableArray.CreateBuilder<InkPoint>(256);
    private PenTool _tool;
    private long _start;
    private long _last;

    /// <summary>Whether a stroke is open.</summary>
    public bool IsOpen => _points.Count > 0;

    /// <summary>Takes the next sample.</summary>
    /// <param name="sample">The sample, in the order of its time stamp.</param>
    /// <returns>The stroke that this sample ended, or null.</returns>
    public Stroke? Add(in PenSample sample)
    {
        if (sample.Phase != PenPhase.Contact)
        {
            return Flush();
        }

        var ended = IsOpen && sample.Tool != _tool ? Flush() : null;
        if (!IsOpen)
        {
            (_tool, _start) = (sample.Tool, sample.TimestampMicroseconds);
        }

        var point = PointOf(sample);
        if (IsOpen && _points[^1].X == point.X && _points[^1].Y == point.Y)
        {
            return null;
        }

        if (_points.Count == InkLimits.PointsPerStroke)
        {
            var joint = _points[^1] with { Time = 0 };
            ended = Flush();
            _start = _last;
            _points.Add(joint);
            point = PointOf(sample);
        }

        _points.Add(point);
        _last = sample.TimestampMicroseconds;
        return ended;
    }

    /// <summary>Ends the open stroke, as when the pen's source is gone.</summary>
    /// <returns>The stroke, or null when none was open.</returns>
    public Stroke? Flush()
    {
        if (!IsOpen)
        {
            return null;
        }

        var stroke = new Stroke(_points.ToImmutable(), _tool, _width);
        _points.Clear();
        return stroke;
    }

    // A clock that jumps back must not cost ink: storage has no time before a stroke's start.
    private InkPoint PointOf(in PenSample sample) =>
        new InkPoint(sample.X, sample.Y, Math.Max(0, sample.TimestampMicroseconds - _start) / 1000f, sample.Pressure).Quantise();
}
