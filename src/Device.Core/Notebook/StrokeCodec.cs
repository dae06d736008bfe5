using System.Collections.Immutable;
using Device.Core.Ink;

namespace Device.Core.Notebook;

/// <summary>
/// Strokes as bytes: tool, width, count, then for each point the differences of x, y, time and pressure to the point
/// before, in whole steps (<see cref="InkPoint.Quantise"/>), as zig-zag variable-length numbers: 4 to 6 bytes a point.
/// </summary>
internal static class StrokeCodec
{
    // Any two steps differ by less than 2^31, so that a difference always fits.
    private const int MaxStep = (1 << 30) - 1;
    private const int MaxCoordinate = (int)(InkLimits.Coordinate * InkPoint.StepsPerMillimetre);

    public static void Write(FactWriter writer, Stroke stroke)
    {
        writer.Byte((byte)stroke.Tool);
        writer.Varint((ulong)MathF.Round(Stroke.QuantiseWidth(stroke.Width) * InkPoint.StepsPerMillimetre));
        writer.Varint((ulong)stroke.Points.Length);
        var (x, y, t, p) = (0, 0, 0, 0);
        foreach (var point in stroke.Points)
        {
            var nextX = Steps(point.X, InkPoint.StepsPerMillimetre, -MaxCoordinate, MaxCoordinate, "x");
            var nextY = Steps(point.Y, InkPoint.StepsPerMillimetre, -MaxCoordinate, MaxCoordinate, "y");
            var nextT = Steps(point.Time, InkPoint.StepsPerMillisecond, 0, MaxStep, "time");
            var nextP = Steps(point.Pressure, InkPoint.PressureSteps, 0, (int)InkPoint.PressureSteps, "pressure");
            writer.Signed(nextX - x);
            writer.Signed(nextY - y);
            writer.Signed(nextT - t);
            writer.Signed(nextP - p);
            (x, y, t, p) = (nextX, nextY, nextT, nextP);
        }
    }

    public static Stroke Read(ref FactReader reader)
    {
        var tool = reader.Byte("stroke.tool");
        if (tool > (byte)PenTool.Eraser)
        {
            throw new FactFormatException("stroke.tool", $"{tool} is not 0 or 1");
        }

        var width = reader.Count("stroke.width", 1, 64 * (int)InkPoint.StepsPerMillimetre);
        var count = reader.Count("stroke.points", 1, InkLimits.PointsPerStroke);
        if (count * 4 > reader.Remaining)
        {
            throw new FactFormatException("stroke.points", $"{count} points need at least {count * 4} bytes, {reader.Remaining} left");
        }

        var points = new InkPoint[count];
        var (x, y, t, p) = (0, 0, 0, 0);
        for (var i = 0; i < count; i++)
        {
            x = Next(x, reader.Signed("stroke.x"), "stroke.x", -MaxCoordinate, MaxCoordinate);
            y = Next(y, reader.Signed("stroke.y"), "stroke.y", -MaxCoordinate, MaxCoordinate);
            t = Next(t, reader.Signed("stroke.time"), "stroke.time", 0, MaxStep);
            p = Next(p, reader.Signed("stroke.pressure"), "stroke.pressure", 0, (int)InkPoint.PressureSteps);
            points[i] = new(
                x / InkPoint.StepsPerMillimetre, y / InkPoint.StepsPerMillimetre, t / InkPoint.StepsPerMillisecond, p / InkPoint.PressureSteps);
        }

        return new Stroke(ImmutableArray.Create(points), (PenTool)tool, width / InkPoint.StepsPerMillimetre);
    }

    private static int Steps(float value, float steps, int least, int most, string field)
    {
        var scaled = Math.Round((double)value * steps);
        return scaled >= least && scaled <= most
            ? (int)scaled
            : throw new ArgumentException($"stroke.{field}: {value} is outside {least / steps} to {most / steps}");
    }

    private static int Next(int from, int difference, string field, int least, int most)
    {
        var value = (long)from + difference;
        if (value < least || value > most)
        {
            throw new FactFormatException(field, $"{value} steps are outside {least} to {most}");
        }

        // A float keeps 24 bits: what it would round is refused, so that the same fact has the same bytes everywhere.
        return (long)(float)value == value ? (int)value : throw new FactFormatException(field, $"{value} steps are more than a float keeps");
    }
}
