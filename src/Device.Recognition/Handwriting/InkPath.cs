namespace Device.Recognition.Handwriting;

/// <summary>Ink of one character in a unit box, as points at equal arc length. Not thread-safe; reused without allocating.</summary>
/// <remarks>Repeats features.c operation by operation: no reordering, no fused multiply-add.</remarks>
internal sealed class InkPath
{
    internal const float Dot = 0.02f;

    private const int InkPoints = DirectionMaps.MaxPoints + 2 * DirectionMaps.MaxStrokes;
    private const int Steps = 2048;
    private const int PathPoints = Steps + 2 * DirectionMaps.MaxStrokes;
    private const float Limit = 1e6f;
    private const float Step = 0.015625f;

    private readonly float[] _inkX = new float[InkPoints];
    private readonly float[] _inkY = new float[InkPoints];
    private readonly int[] _inkStart = new int[DirectionMaps.MaxStrokes + 1];
    private readonly float[] _length = new float[DirectionMaps.MaxStrokes];

    internal float[] X { get; } = new float[PathPoints];

    internal float[] Y { get; } = new float[PathPoints];

    /// <summary>First point of each stroke, and one past the last point.</summary>
    internal int[] Start { get; } = new int[DirectionMaps.MaxStrokes + 1];

    internal bool[] IsDot { get; } = new bool[DirectionMaps.MaxStrokes];

    internal int Strokes { get; private set; }

    internal int Count => Start[Strokes];

    internal void Load(ReadOnlySpan<float> xy, ReadOnlySpan<int> strokeLengths)
    {
        TakeInk(xy, strokeLengths);
        if (Strokes == 0)
        {
            return;
        }

        ToUnitBox();
        Resample();
    }

    private static float Clean(float v)
    {
        if (!(v >= -Limit))
        {
            return v < 0.0f ? -Limit : 0.0f;
        }

        return v > Limit ? Limit : v;
    }

    private static float Distance(float dx, float dy) => MathF.Sqrt(dx * dx + dy * dy);

    private void TakeInk(ReadOnlySpan<float> xy, ReadOnlySpan<int> strokeLengths)
    {
        var used = Math.Min(strokeLengths.Length, DirectionMaps.MaxStrokes);
        var total = 0;
        for (var s = 0; s < used; s++)
        {
            total += strokeLengths[s];
        }

        var every = total <= DirectionMaps.MaxPoints ? 1 : (total + DirectionMaps.MaxPoints - 1) / DirectionMaps.MaxPoints;
        int n = 0, from = 0;
        Strokes = 0;
        for (var s = 0; s < used; s++)
        {
            var count = strokeLengths[s];
            if (count == 0)
            {
                continue;
            }

            _inkStart[Strokes++] = n;
            for (var i = 0; i < count; i++)
            {
                if (i % every != 0 && i != count - 1)
                {
                    continue;
                }

                _inkX[n] = Clean(xy[2 * (from + i)]);
                _inkY[n] = Clean(xy[2 * (from + i) + 1]);
                n++;
            }

            from += count;
        }

        _inkStart[Strokes] = n;
    }

    private void ToUnitBox()
    {
        var n = _inkStart[Strokes];
        float x0 = _inkX[0], x1 = x0, y0 = _inkY[0], y1 = y0;
        for (var i = 1; i < n; i++)
        {
            x0 = _inkX[i] < x0 ? _inkX[i] : x0;
            x1 = _inkX[i] > x1 ? _inkX[i] : x1;
            y0 = _inkY[i] < y0 ? _inkY[i] : y0;
            y1 = _inkY[i] > y1 ? _inkY[i] : y1;
        }

        var side = x1 - x0 > y1 - y0 ? x1 - x0 : y1 - y0;
        var scale = side > 1e-6f ? 1.0f / side : 0.0f;
        for (var i = 0; i < n; i++)
        {
            _inkX[i] = (_inkX[i] - x0) * scale;
            _inkY[i] = (_inkY[i] - y0) * scale;
        }
    }

    private void Resample()
    {
        var total = 0.0f;
        for (var s = 0; s < Strokes; s++)
        {
            _length[s] = LengthOf(s);
            total += _length[s];
        }

        var step = total / Steps;
        step = step < Step ? Step : step;
        var n = 0;
        for (var s = 0; s < Strokes; s++)
        {
            Start[s] = n;
            IsDot[s] = _length[s] < Dot;
            n = ResampleStroke(s, step, n);
        }

        Start[Strokes] = n;
    }

    private float LengthOf(int s)
    {
        var sum = 0.0f;
        for (var i = _inkStart[s] + 1; i < _inkStart[s + 1]; i++)
        {
            sum += Distance(_inkX[i] - _inkX[i - 1], _inkY[i] - _inkY[i - 1]);
        }

        return sum;
    }

    private int ResampleStroke(int s, float step, int n)
    {
        int i = _inkStart[s], last = _inkStart[s + 1] - 1;
        Put(n++, _inkX[i], _inkY[i]);
        if (IsDot[s])
        {
            return n;
        }

        var parts = (int)(_length[s] / step) + 1;
        float each = _length[s] / parts, passed = 0.0f;
        for (var k = 1; k < parts; k++)
        {
            var goal = each * k;
            float dx, dy, l;
            while (true)
            {
                dx = _inkX[i + 1] - _inkX[i];
                dy = _inkY[i + 1] - _inkY[i];
                l = Distance(dx, dy);
                if (passed + l >= goal || i + 1 == last)
                {
                    break;
                }

                passed += l;
                i++;
            }

            var t = l > 0.0f ? (goal - passed) / l : 0.0f;
            t = t > 1.0f ? 1.0f : t;
            Put(n++, _inkX[i] + dx * t, _inkY[i] + dy * t);
        }

        Put(n++, _inkX[last], _inkY[last]);
        return n;
    }

    private void Put(int n, float x, float y)
    {
        X[n] = x;
        Y[n] = y;
    }
}
