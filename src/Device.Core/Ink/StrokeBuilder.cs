using System.Collections.Immutable;

namespace Device.Core.Ink;

/// <summary>
/// The pure stage from pen samples to strokes. A stroke ends when the pen lifts, leaves, changes its end,
/// or reaches <see cref="InkLimits.PointsPerStroke"/> (writing on goes into a next stroke that starts at the same point).
/// Memory: one stroke. Not thread-safe.
/// </summary>
public sealed class StrokeBuilder(float width = Stroke.DefaultWidth)
{
    private readonly ImmutableArray<InkPoint>.Builder _points = ImmutableArray.CreateBuilder<InkPoint>(256);
    private PenTool _tool;
    private long _start;

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
        if (_points.Count == InkLimits.PointsPerStroke)
        {
            var last = _points[^1];
            var split = Flush();
            Begin(sample);
            _points.Add(last with { Time = 0 });
            Append(sample);
            return split;
        }

        if (!IsOpen)
        {
            Begin(sample);
        }

        Append(sample);
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

        var stroke = new Stroke(_points.ToImmutable(), _tool, width);
        _points.Clear();
        return stroke;
    }

    private void Begin(in PenSample sample)
    {
        _tool = sample.Tool;
        _start = sample.TimestampMicroseconds;
    }

    private void Append(in PenSample sample)
    {
        var point = new InkPoint(sample.X, sample.Y, (sample.TimestampMicroseconds - _start) / 1000f, sample.Pressure).Quantise();
        if (_points.Count == 0 || _points[^1].X != point.X || _points[^1].Y != point.Y)
        {
            _points.Add(point);
        }
    }
}
