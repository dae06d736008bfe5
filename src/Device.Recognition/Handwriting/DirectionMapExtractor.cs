namespace Device.Recognition.Handwriting;

/// <summary>
/// Computes <see cref="DirectionMaps"/> with its own scratch memory (about 90 KB), so that a call allocates nothing.
/// One caller at a time; hold one a thread, or use <see cref="DirectionMaps.Extract"/>.
/// </summary>
public sealed class DirectionMapExtractor
{
    private const int Size = DirectionMaps.Size;
    private const int Cells = Size * Size;
    private const int PenUpPlane = 8;
    private const int TimePlane = 9;
    private const int TimeInk = 10; // scratch: all ink, the divisor of the time plane
    private const float Sqrt2 = 1.41421356f;
    private const float Inner = 28.0f; // cells that the normalised box spans
    private const float Margin = 1.5f; // cell coordinate of the box's lower edge
    private const float PenUp = 0.5f;
    private const float TimeStart = 0.1f; // so that the first ink differs from no ink
    private const float BlurMid = 0.58f; // a Gaussian of 0.7 cells, three taps
    private const float BlurSide = 0.21f;

    private readonly InkPath _path = new();
    private readonly float[] _planes = new float[(TimeInk + 1) * Cells];
    private readonly float[] _row = new float[Cells];

    /// <summary>Fills <paramref name="maps"/> from ink.</summary>
    /// <param name="xy">Points of all strokes in writing order, x and y interleaved, y down, any unit;
    /// beyond ±1,000,000 clamped, NaN counts as 0.</param>
    /// <param name="strokeLengths">Points of each stroke, 0 allowed; their sum is half of <paramref name="xy"/>.</param>
    /// <param name="maps">Receives <see cref="DirectionMaps.Length"/> finite values of at least 0; all 0 without ink.</param>
    /// <exception cref="ArgumentException">Lengths and points do not fit, or <paramref name="maps"/> has another length.</exception>
    public void Extract(ReadOnlySpan<float> xy, ReadOnlySpan<int> strokeLengths, Span<float> maps)
    {
        Check(xy, strokeLengths, maps);
        maps.Clear();
        _path.Load(xy, strokeLengths);
        if (_path.Strokes == 0)
        {
            return;
        }

        Normalise();
        Array.Clear(_planes);
        DrawInk();
        DrawPenUp();
        for (var p = 0; p <= TimeInk; p++)
        {
            Blur(_planes.AsSpan(p * Cells, Cells));
        }

        for (var i = 0; i < TimePlane * Cells; i++)
        {
            maps[i] = MathF.Sqrt(_planes[i]);
        }

        for (var i = TimePlane * Cells; i < TimeInk * Cells; i++)
        {
            maps[i] = _planes[i] / MathF.Sqrt(_planes[i + Cells] + 1e-6f);
        }
    }

    private static void Check(ReadOnlySpan<float> xy, ReadOnlySpan<int> strokeLengths, Span<float> maps)
    {
        if (maps.Length != DirectionMaps.Length)
        {
            throw new ArgumentException($"Direction maps need {DirectionMaps.Length} values, got {maps.Length}.", nameof(maps));
        }

        var points = 0L;
        foreach (var length in strokeLengths)
        {
            points += length >= 0 ? length : throw new ArgumentException($"A stroke has {length} points, expected 0 or more.", nameof(strokeLengths));
        }

        if (2 * points != xy.Length)
        {
            throw new ArgumentException($"The strokes have {points} points, expected half of the {xy.Length} coordinates.", nameof(strokeLengths));
        }
    }

    private void Normalise()
    {
        AxisBounds x = AxisBounds.Of(_path, _path.X), y = AxisBounds.Of(_path, _path.Y);
        float width = x.Span, height = y.Span;
        var ratio = width > height ? height / width : height > 0.0f ? width / height : 1.0f;
        var aspect = MathF.Sqrt(ratio * (2.0f - ratio));
        x.Normalise(_path.X.AsSpan(0, _path.Count), width < height ? aspect : 1.0f);
        y.Normalise(_path.Y.AsSpan(0, _path.Count), width < height ? 1.0f : aspect);
    }

    private void DrawInk()
    {
        float n = _path.Count, span = 1.0f - TimeStart;
        for (var s = 0; s < _path.Strokes; s++)
        {
            int a = _path.Start[s], b = _path.Start[s + 1];
            if (_path.IsDot[s])
            {
                DrawDot(_path.X[a], _path.Y[a], TimeStart + span * (a / n));
                continue;
            }

            for (var i = a; i + 1 < b; i++)
            {
                DrawSegment(i, TimeStart + span * (i / n));
            }
        }
    }

    private void DrawDot(float x, float y, float time)
    {
        const float Ink = InkPath.Dot * Inner;
        for (var k = 0; k < 8; k++)
        {
            Spread(k, x, y, Ink * 0.125f);
        }

        Spread(TimePlane, x, y, Ink * time);
        Spread(TimeInk, x, y, Ink);
    }

    private void DrawSegment(int i, float time)
    {
        float dx = (_path.X[i + 1] - _path.X[i]) * Inner, dy = (_path.Y[i + 1] - _path.Y[i]) * Inner;
        float x = (_path.X[i] + _path.X[i + 1]) * 0.5f, y = (_path.Y[i] + _path.Y[i + 1]) * 0.5f;
        float ax = dx < 0.0f ? -dx : dx, ay = dy < 0.0f ? -dy : dy;
        float major = ax > ay ? ax : ay, minor = ax > ay ? ay : ax;
        var straight = ax > ay ? (dx < 0.0f ? 4 : 0) : (dy < 0.0f ? 6 : 2);
        var diagonal = dy < 0.0f ? (dx < 0.0f ? 5 : 7) : (dx < 0.0f ? 3 : 1);
        Spread(straight, x, y, major - minor);
        Spread(diagonal, x, y, Sqrt2 * minor);
        var ink = MathF.Sqrt(dx * dx + dy * dy);
        Spread(TimePlane, x, y, ink * time);
        Spread(TimeInk, x, y, ink);
    }

    private void DrawPenUp()
    {
        for (var s = 1; s < _path.Strokes; s++)
        {
            int a = _path.Start[s] - 1, b = _path.Start[s];
            float dx = _path.X[b] - _path.X[a], dy = _path.Y[b] - _path.Y[a];
            var l = MathF.Sqrt(dx * dx + dy * dy);
            var parts = l < 8.0f ? (int)(l * 64.0f) + 1 : 512;
            var each = l * Inner * PenUp / parts;
            for (var k = 0; k < parts; k++)
            {
                var t = (k + 0.5f) / parts;
                Spread(PenUpPlane, _path.X[a] + dx * t, _path.Y[a] + dy * t, each);
            }
        }
    }

    private void Spread(int plane, float x, float y, float ink)
    {
        const float Edge = Size - 1;
        float cx = Margin + Inner * x, cy = Margin + Inner * y;
        cx = cx < 0.0f ? 0.0f : cx > Edge ? Edge : cx;
        cy = cy < 0.0f ? 0.0f : cy > Edge ? Edge : cy;
        int ix = Math.Min((int)cx, Size - 2), iy = Math.Min((int)cy, Size - 2);
        float fx = cx - ix, fy = cy - iy;
        var cell = _planes.AsSpan(plane * Cells + iy * Size + ix, Size + 2);
        float top = ink * (1.0f - fy), bottom = ink * fy;
        cell[0] += top * (1.0f - fx);
        cell[1] += top * fx;
        cell[Size] += bottom * (1.0f - fx);
        cell[Size + 1] += bottom * fx;
    }

    private void Blur(Span<float> plane)
    {
        const int End = Size - 1;
        for (var y = 0; y < Cells; y += Size)
        {
            _row[y] = plane[y] * BlurMid + plane[y + 1] * BlurSide;
            for (var x = y + 1; x < y + End; x++)
            {
                _row[x] = plane[x] * BlurMid + (plane[x - 1] + plane[x + 1]) * BlurSide;
            }

            _row[y + End] = plane[y + End] * BlurMid + plane[y + End - 1] * BlurSide;
        }

        for (var x = 0; x < Size; x++)
        {
            plane[x] = _row[x] * BlurMid + _row[Size + x] * BlurSide;
            plane[End * Size + x] = _row[End * Size + x] * BlurMid + _row[(End - 1) * Size + x] * BlurSide;
        }

        for (var i = Size; i < End * Size; i++)
        {
            plane[i] = _row[i] * BlurMid + (_row[i - Size] + _row[i + Size]) * BlurSide;
        }
    }
}
