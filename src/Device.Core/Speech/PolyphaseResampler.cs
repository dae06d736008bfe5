using System.Numerics;
using System.Runtime.InteropServices;

namespace Device.Core.Speech;

/// <summary>Changes the sample rate of one channel, as a stream, without shifting it in time.</summary>
/// <remarks>
/// A windowed sinc (Kaiser window) in L phases for the ratio L/M: 48 kHz to 16 kHz is 1/3, 44.1 kHz to 16 kHz 160/441. What lies above
/// half of the lower rate is taken away by about 80 dB, so that it does not come back as another tone. Output sample k is the input at
/// k / to seconds; it comes once the filter has seen what follows it (<see cref="Delay"/>). Rates whose ratio needs more than
/// <see cref="MostPhases"/> phases are refused. Allocates nothing after it was made. Not thread-safe.
/// Formulas: J. F. Kaiser, "Nonrecursive digital filter design using the I0-sinh window function", 1974.
/// </remarks>
public sealed class PolyphaseResampler
{
    /// <summary>The most phases: 11.025 kHz to 16 kHz needs 640.</summary>
    public const int MostPhases = 640;

    private const int LeastRate = 1_000;
    private const int MostRate = 384_000;
    private const int TapsPerOutput = 48;
    private const double Beta = 7.86;
    private const double Edge = 0.94;

    private readonly int _up;
    private readonly int _down;
    private readonly int _taps;
    private readonly float[][] _phases;
    private readonly float[] _history;
    private int _filled;
    private int _phase;

    /// <summary>Makes a converter.</summary>
    /// <param name="from">Samples a second that come, 1,000 to 384,000.</param>
    /// <param name="to">Samples a second that go, 1,000 to 384,000.</param>
    /// <exception cref="ArgumentException">The ratio of the rates is not simple enough.</exception>
    public PolyphaseResampler(int from, int to)
    {
        if (!CanConvert(from, to))
        {
            throw new ArgumentException($"resampler: {from} Hz to {to} Hz, {LeastRate} to {MostRate} Hz in a ratio of at most {MostPhases} phases expected", nameof(from));
        }

        var divisor = Divisor(from, to);
        (From, To, _up, _down) = (from, to, to / divisor, from / divisor);

        // An even number, so that both sides of an output sample see the same.
        _taps = 2 * (int)Math.Ceiling(TapsPerOutput * Math.Max(1.0, (double)from / to) / 2);
        _phases = [.. Enumerable.Range(0, _up).Select(Phase)];
        _history = new float[_taps * 8];
        Reset();
    }

    /// <summary>Samples a second that come.</summary>
    public int From { get; }

    /// <summary>Samples a second that go.</summary>
    public int To { get; }

    /// <summary>How many samples after its own place must have come before an output sample can go.</summary>
    public int Delay => _taps / 2;

    /// <summary>Whether there is a converter for two rates.</summary>
    public static bool CanConvert(int from, int to) =>
        from is >= LeastRate and <= MostRate && to is >= LeastRate and <= MostRate && to / Divisor(from, to) <= MostPhases;

    /// <summary>Forgets what came before, as after a gap.</summary>
    public void Reset()
    {
        // Zeros stand for what was before the first sample.
        _filled = (_taps / 2) - 1;
        _phase = 0;
        Array.Clear(_history);
    }

    /// <summary>Takes and gives samples.</summary>
    /// <param name="input">What comes.</param>
    /// <param name="output">Receives what goes.</param>
    /// <param name="consumed">How many were taken: all unless the output is full.</param>
    /// <returns>How many were given.</returns>
    public int Process(ReadOnlySpan<short> input, Span<short> output, out int consumed)
    {
        consumed = 0;
        var given = 0;
        while (true)
        {
            given += Drain(output[given..]);
            if (given == output.Length || consumed == input.Length)
            {
                return given;
            }

            var count = Math.Min(input.Length - consumed, _history.Length - _filled);
            for (var i = 0; i < count; i++)
            {
                _history[_filled + i] = input[consumed + i];
            }

            _filled += count;
            consumed += count;
        }
    }

    private int Drain(Span<short> output)
    {
        var (at, given) = (0, 0);
        while (given < output.Length && at + _taps <= _filled)
        {
            var sum = Dot(_history.AsSpan(at, _taps), _phases[_phase]);
            output[given++] = (short)Math.Clamp(MathF.Round(sum), short.MinValue, short.MaxValue);
            _phase += _down;
            at += _phase / _up;
            _phase %= _up;
        }

        // A step is shorter than the taps, so it never leads beyond what has come.
        _history.AsSpan(at, _filled - at).CopyTo(_history);
        _filled -= at;
        return given;
    }

    private static float Dot(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        var va = MemoryMarshal.Cast<float, Vector<float>>(a);
        var vb = MemoryMarshal.Cast<float, Vector<float>>(b);
        var sum = Vector<float>.Zero;
        for (var i = 0; i < va.Length; i++)
        {
            sum += va[i] * vb[i];
        }

        var total = Vector.Sum(sum);
        for (var i = va.Length * Vector<float>.Count; i < a.Length; i++)
        {
            total += a[i] * b[i];
        }

        return total;
    }

    private float[] Phase(int phase)
    {
        // Tap i weighs the input sample i - (taps / 2 - 1) after the one at or before the output sample.
        var cut = Edge * Math.Min(1.0, (double)To / From);
        var taps = new double[_taps];
        for (var i = 0; i < _taps; i++)
        {
            var distance = i - ((_taps / 2) - 1) - ((double)phase / _up);
            var x = distance / (_taps / 2.0);
            taps[i] = Math.Abs(x) >= 1 ? 0 : cut * Sinc(cut * distance) * Bessel(Beta * Math.Sqrt(1 - (x * x))) / Bessel(Beta);
        }

        // Every phase passes a constant unchanged; otherwise the phases' small differences would be heard as a tone.
        var sum = taps.Sum();
        return [.. taps.Select(t => (float)(t / sum))];
    }

    private static int Divisor(int a, int b) => (int)BigInteger.GreatestCommonDivisor(a, b);

    private static double Sinc(double x) => Math.Abs(x) < 1e-9 ? 1 : Math.Sin(Math.PI * x) / (Math.PI * x);

    /// <summary>The modified Bessel function of order 0, by its power series.</summary>
    private static double Bessel(double x)
    {
        var (sum, term) = (1.0, 1.0);
        for (var k = 1; term > sum * 1e-12; k++)
        {
            term *= x / 2 / k * (x / 2 / k);
            sum += term;
        }

        return sum;
    }
}
