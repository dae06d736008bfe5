namespace Device.Recognition.Handwriting;

/// <summary>
/// The line's own measure: a straight baseline y = Base + Slope·x and the height of a capital letter above it.
/// </summary>
internal readonly record struct LineFrame(float Base, float Slope, float Height)
{
    private const float SteepestSlope = 0.35f;

    /// <summary>How far above the baseline a place is, in heights.</summary>
    internal float Above(float x, float y) => (Base + (Slope * x) - y) / Height;

    /// <summary>
    /// The frame in which the characters read stand best where their classes stand: least squares over lower and upper
    /// edges, weighted by how firmly a class stands, drawn towards this frame where the characters say little.
    /// </summary>
    /// <param name="characters">Boxes and shapes.</param>
    /// <returns>The better frame, or this one when the characters do not determine one.</returns>
    internal LineFrame Fit(IReadOnlyList<(Core.Ink.InkBounds Box, CharacterShape Shape)> characters)
    {
        // Unknowns: base, slope, height. An edge at class height v says base + slope·x - v·height = y.
        Span<double> a = stackalloc double[9];
        Span<double> r = stackalloc double[3];
        a.Clear();
        r.Clear();
        var centre = characters.Average(c => (double)c.Box.CentreX);
        double width = Math.Max(characters.Max(c => c.Box.Right) - characters.Min(c => c.Box.Left), Height);
        foreach (var (box, shape) in characters)
        {
            var weight = 1 / Math.Pow(shape.Spread, 2);
            Add(a, r, weight, box.CentreX - centre, shape.Bottom, box.Bottom);
            Add(a, r, weight, box.CentreX - centre, shape.Top, box.Top);
        }

        const double Prior = 30; // one edge of loose writing weighs about as much
        a[0] += Prior;
        r[0] += Prior * (Base + (Slope * centre));
        a[4] += Prior * width * width / 4;
        r[1] += Prior * width * width / 4 * Slope;
        a[8] += Prior;
        r[2] += Prior * Height;
        if (!Solve(a, r))
        {
            return this;
        }

        var slope = Math.Clamp(r[1], -SteepestSlope, SteepestSlope);
        var height = Math.Clamp(r[2], Height * 0.4, Height * 3);
        var fitted = new LineFrame((float)(r[0] - (slope * centre)), (float)slope, (float)height);
        return float.IsFinite(fitted.Base) && float.IsFinite(fitted.Slope) && fitted.Height > 0 ? fitted : this;
    }

    private static void Add(Span<double> a, Span<double> r, double weight, double x, double v, double y)
    {
        ReadOnlySpan<double> row = [1, x, -v];
        for (var i = 0; i < 3; i++)
        {
            for (var j = 0; j < 3; j++)
            {
                a[(i * 3) + j] += weight * row[i] * row[j];
            }

            r[i] += weight * row[i] * y;
        }
    }

    /// <summary>Gaussian elimination with pivots, in place; false when the matrix is singular.</summary>
    private static bool Solve(Span<double> a, Span<double> r)
    {
        for (var c = 0; c < 3; c++)
        {
            var pivot = c;
            for (var i = c + 1; i < 3; i++)
            {
                pivot = Math.Abs(a[(i * 3) + c]) > Math.Abs(a[(pivot * 3) + c]) ? i : pivot;
            }

            if (!(Math.Abs(a[(pivot * 3) + c]) > 1e-12))
            {
                return false;
            }

            for (var j = 0; j < 3; j++)
            {
                (a[(c * 3) + j], a[(pivot * 3) + j]) = (a[(pivot * 3) + j], a[(c * 3) + j]);
            }

            (r[c], r[pivot]) = (r[pivot], r[c]);
            for (var i = 0; i < 3; i++)
            {
                var factor = i == c ? 0 : a[(i * 3) + c] / a[(c * 3) + c];
                for (var j = c; j < 3; j++)
                {
                    a[(i * 3) + j] -= factor * a[(c * 3) + j];
                }

                r[i] -= factor * r[c];
            }
        }

        for (var i = 0; i < 3; i++)
        {
            r[i] /= a[(i * 3) + i];
        }

        return true;
    }
}
