namespace Device.Recognition.Handwriting;

/// <summary>Where the ink lies along one axis: its centre, and two one-sided deviations to each side of it.</summary>
internal readonly record struct AxisBounds(float Low, float Mid, float High)
{
    internal float Span => High - Low;

    internal static AxisBounds Of(InkPath path, float[] axis)
    {
        float ink = 0.0f, first = 0.0f;
        for (var s = 0; s < path.Strokes; s++)
        {
            for (var i = path.Start[s]; HasPiece(path, s, i); i++)
            {
                var (l, at) = Piece(path, axis, s, i);
                ink += l;
                first += l * at;
            }
        }

        var mid = first / ink;
        float below = 0.0f, above = 0.0f, low = 0.0f, high = 0.0f;
        for (var s = 0; s < path.Strokes; s++)
        {
            for (var i = path.Start[s]; HasPiece(path, s, i); i++)
            {
                var (l, at) = Piece(path, axis, s, i);
                var d = at - mid;
                if (d < 0.0f)
                {
                    below += l;
                    low += l * (d * d);
                }
                else
                {
                    above += l;
                    high += l * (d * d);
                }
            }
        }

        return new AxisBounds(
            below > 0.0f ? mid - 2.0f * MathF.Sqrt(low / below) : mid,
            mid,
            above > 0.0f ? mid + 2.0f * MathF.Sqrt(high / above) : mid);
    }

    /// <summary>Quadratic through (Low, Mid, High) -> (0, 1/2, 1), straight outside, squeezed to <paramref name="aspect"/>.</summary>
    internal void Normalise(Span<float> axis, float aspect)
    {
        var span = Span;
        if (!(span > 1e-4f))
        {
            axis.Fill(0.5f);
            return;
        }

        float m = (Mid - Low) / span, d = m * m - m;
        var bend = d < -1e-3f ? (0.5f - m) / d : 0.0f;
        bend = bend > 0.8f ? 0.8f : bend; // beyond 1 the curve would fold back
        bend = bend < -0.8f ? -0.8f : bend;
        for (var i = 0; i < axis.Length; i++)
        {
            float u = (axis[i] - Low) / span, v;
            if (u < 0.0f)
            {
                v = (1.0f - bend) * u;
            }
            else if (u > 1.0f)
            {
                v = 1.0f + (1.0f + bend) * (u - 1.0f);
            }
            else
            {
                v = bend * (u * u) + (1.0f - bend) * u;
            }

            axis[i] = 0.5f + (v - 0.5f) * aspect;
        }
    }

    private static bool HasPiece(InkPath path, int s, int i) => path.IsDot[s] ? i < path.Start[s + 1] : i + 1 < path.Start[s + 1];

    private static (float Length, float At) Piece(InkPath path, float[] axis, int s, int i)
    {
        if (path.IsDot[s])
        {
            return (InkPath.Dot, axis[i]);
        }

        float dx = path.X[i + 1] - path.X[i], dy = path.Y[i + 1] - path.Y[i];
        return (MathF.Sqrt(dx * dx + dy * dy), (axis[i] + axis[i + 1]) * 0.5f);
    }
}
