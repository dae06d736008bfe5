namespace Device.Core.Ink;

/// <summary>Bounds on ink, wherever it comes from. Whatever is over them is refused with the field's name.</summary>
public static class InkLimits
{
    /// <summary>Points in one stroke: 68 s of a 240 Hz digitiser. A longer stroke is split where it is captured.</summary>
    public const int PointsPerStroke = 16_384;

    /// <summary>Strokes in one labelled sample.</summary>
    public const int StrokesPerSample = 4_096;

    /// <summary>Largest absolute coordinate.</summary>
    public const float Coordinate = 1_000_000f;

    /// <summary>Largest absolute time within a sample, in milliseconds (about 11 days).</summary>
    public const float TimeMilliseconds = 1_000_000_000f;

    /// <summary>Bytes of one Ink-JSONL line.</summary>
    public const int LineBytes = 4 * 1024 * 1024;

    /// <summary>Characters of a label.</summary>
    public const int LabelLength = 4_096;

    /// <summary>Characters of a writer's name.</summary>
    public const int WriterLength = 256;

    /// <summary>Bytes of one InkML document.</summary>
    public const int DocumentBytes = 64 * 1024 * 1024;

    /// <summary>Refuses to write what no reader would take.</summary>
    internal static void Check(LabelledInk ink)
    {
        Require(ink.Label.Length <= LabelLength, "label", $"{ink.Label.Length} characters, at most {LabelLength} expected");
        Require(ink.Writer is not { Length: > WriterLength }, "writer", $"{ink.Writer?.Length} characters, at most {WriterLength} expected");
        Require(!ink.Strokes.IsDefault && ink.Strokes.Length <= StrokesPerSample, "strokes", $"at most {StrokesPerSample} strokes expected");
        for (var i = 0; i < ink.Strokes.Length; i++)
        {
            var points = ink.Strokes[i].Points;
            for (var j = 0; j < points.Length; j++)
            {
                var point = points[j];
                Require(
                    Math.Abs(point.X) <= Coordinate && Math.Abs(point.Y) <= Coordinate
                        && (float.IsNaN(point.Time) || Math.Abs(point.Time) <= TimeMilliseconds)
                        && (float.IsNaN(point.Pressure) || point.Pressure is >= 0 and <= 1),
                    $"strokes[{i}][{j}]",
                    $"{point} is outside the limits of ink");
            }
        }
    }

    private static void Require(bool holds, string field, string problem)
    {
        if (!holds)
        {
            throw new ArgumentException($"{field}: {problem}");
        }
    }
}
