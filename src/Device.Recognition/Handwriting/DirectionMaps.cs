namespace Device.Recognition.Handwriting;

/// <summary>
/// Direction maps of one written character: the input of the handwriting net.
/// Ten planes of 32 x 32 cells: 0..7 ink by direction of writing (clockwise from +x in steps of 45 degrees,
/// y down), 8 the pen's way between strokes, 9 when the ink was written (0.1..1 of the whole, times the ink's root).
/// </summary>
/// <remarks>
/// Bi-moment normalisation and direction decomposition after Liu and Marukawa (2005). The training recipe's
/// <c>tools/train/handwriting/features.c</c> does the same operations in the same order and gives the same bits.
/// </remarks>
public static class DirectionMaps
{
    /// <summary>Planes of one character.</summary>
    public const int Planes = 10;

    /// <summary>Cells along a side of a plane.</summary>
    public const int Size = 32;

    /// <summary>Values of one character, planes first, then rows, then columns.</summary>
    public const int Length = Planes * Size * Size;

    /// <summary>Strokes taken from one character; later ones are ignored.</summary>
    public const int MaxStrokes = 64;

    /// <summary>Points taken from one character; beyond, each stroke keeps every n-th point and its last.</summary>
    public const int MaxPoints = 4096;

    [ThreadStatic]
    private static DirectionMapExtractor? _extractor;

    /// <summary>Fills <paramref name="maps"/> from ink. Thread-safe; allocates once a thread.</summary>
    /// <param name="xy">Points of all strokes in writing order, x and y interleaved, y down, any unit;
    /// beyond ±1,000,000 clamped, NaN counts as 0.</param>
    /// <param name="strokeLengths">Points of each stroke, 0 allowed; their sum is half of <paramref name="xy"/>.</param>
    /// <param name="maps">Receives <see cref="Length"/> finite values of at least 0; all 0 without ink.</param>
    /// <exception cref="ArgumentException">Lengths and points do not fit, or <paramref name="maps"/> is not <see cref="Length"/> long.</exception>
    public static void Extract(ReadOnlySpan<float> xy, ReadOnlySpan<int> strokeLengths, Span<float> maps) =>
        (_extractor ??= new DirectionMapExtractor()).Extract(xy, strokeLengths, maps);
}
