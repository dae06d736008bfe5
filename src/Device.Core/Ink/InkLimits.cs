namespace Device.Core.Ink;

/// <summary>Bounds on ink, wherever it comes from. Whatever is over them is refused with the field's name.</summary>
public static class InkLimits
{
    /// <summary>Points in one stroke: 68 s of a 240 Hz digitiser. A longer stroke is split where it is captured.</summary>
    public const int PointsPerStroke = 16_384;

    /// <summary>Strokes in one labelled sample or exchange file.</summary>
    public const int StrokesPerSample = 4_096;

    /// <summary>Largest absolute coordinate.</summary>
    public const float Coordinate = 1_000_000f;

    /// <summary>Largest time within a sample, in milliseconds (about 11 days).</summary>
    public const float TimeMilliseconds = 1_000_000_000f;

    /// <summary>Bytes of one Ink-JSONL line.</summary>
    public const int LineBytes = 4 * 1024 * 1024;

    /// <summary>Characters of a label.</summary>
    public const int LabelLength = 4_096;

    /// <summary>Bytes of one InkML document.</summary>
    public const int DocumentBytes = 64 * 1024 * 1024;
}
