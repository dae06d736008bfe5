namespace Device.Hardware.Pen;

/// <summary>Maps a digitiser to the page: a 2 x 3 matrix from positions in 0..1 of each axis's range to millimetres.</summary>
/// <remarks>
/// X = XX u + XY v + X0 and Y = YX u + YY v + Y0, where u and v are the digitiser's x and y. Swapped or mirrored axes, a rotation
/// and an offset are all numbers in the matrix, so that they belong to the board's profile and not to code.
/// </remarks>
/// <param name="XX">Millimetres to the right over the whole of u.</param>
/// <param name="XY">Millimetres to the right over the whole of v.</param>
/// <param name="X0">Millimetres from the page's left edge at u = v = 0.</param>
/// <param name="YX">Millimetres down over the whole of u.</param>
/// <param name="YY">Millimetres down over the whole of v.</param>
/// <param name="Y0">Millimetres from the page's top edge at u = v = 0.</param>
public readonly record struct PenCalibration(float XX, float XY, float X0, float YX, float YY, float Y0)
{
    /// <summary>A digitiser that covers a page of this size, in millimetres, and is mounted upright.</summary>
    public static PenCalibration Upright(float width, float height) => new(width, 0, 0, 0, height, 0);

    /// <summary>The page position of a digitiser position, in millimetres.</summary>
    public (float X, float Y) Map(float u, float v) => ((XX * u) + (XY * v) + X0, (YX * u) + (YY * v) + Y0);

    /// <summary>The digitiser position of a page position in millimetres: undoes <see cref="Map"/>.</summary>
    public (float U, float V) Unmap(float x, float y)
    {
        var (dx, dy, determinant) = (x - X0, y - Y0, (XX * YY) - (XY * YX));
        return (((dx * YY) - (dy * XY)) / determinant, ((dy * XX) - (dx * YX)) / determinant);
    }

    /// <summary>Turns a tilt the way the axes are turned; exact for swapped and mirrored axes, near enough for a small rotation.</summary>
    public (float X, float Y) MapTilt(float alongU, float alongV) => (Weigh(XX, XY, alongU, alongV), Weigh(YX, YY, alongU, alongV));

    private static float Weigh(float a, float b, float alongU, float alongV)
    {
        var sum = Math.Abs(a) + Math.Abs(b);
        return sum > 0 ? ((a * alongU) + (b * alongV)) / sum : 0f;
    }
}
