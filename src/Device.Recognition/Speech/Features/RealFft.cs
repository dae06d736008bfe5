using System.Numerics;

namespace Device.Recognition.Speech.Features;

/// <summary>
/// Power spectrum of <see cref="Length"/> real samples: an iterative radix-2 transform of half as many complex numbers
/// (real and imaginary parts apart, so that each stage is vector arithmetic), unfolded. Holds its work space: one caller at a time.
/// </summary>
internal sealed class RealFft
{
    /// <summary>Samples of a transform.</summary>
    internal const int Length = 512;

    /// <summary>Numbers of a power spectrum: 0 Hz up to and with half the rate.</summary>
    internal const int Bins = (Length / 2) + 1;

    private const int Half = Length / 2;

    private static readonly int[] Reversed = BitReversal();
    private static readonly float[] StageCos = Stages(Math.Cos);
    private static readonly float[] StageSin = Stages(a => -Math.Sin(a));
    private static readonly float[] UnfoldCos = [.. Enumerable.Range(0, Half).Select(k => (float)Math.Cos(2 * Math.PI * k / Length))];
    private static readonly float[] UnfoldSin = [.. Enumerable.Range(0, Half).Select(k => (float)Math.Sin(2 * Math.PI * k / Length))];

    private readonly float[] _re = new float[Half];
    private readonly float[] _im = new float[Half];

    /// <summary>Computes |X(k)|² for k = 0 to <see cref="Length"/> / 2.</summary>
    /// <param name="samples"><see cref="Length"/> samples.</param>
    /// <param name="power">Receives <see cref="Bins"/> numbers.</param>
    internal void Power(ReadOnlySpan<float> samples, Span<float> power)
    {
        samples = samples[..Length];
        power = power[..Bins];
        for (var i = 0; i < Half; i++)
        {
            var from = Reversed[i];
            _re[i] = samples[2 * from];
            _im[i] = samples[(2 * from) + 1];
        }

        for (var size = 1; size < Half; size *= 2)
        {
            Stage(size);
        }

        Unfold(power);
    }

    /// <summary>Butterflies of groups of 2 x <paramref name="size"/>; their factors lie at index size of the tables.</summary>
    private void Stage(int size)
    {
        var cos = StageCos.AsSpan(size, size);
        var sin = StageSin.AsSpan(size, size);
        for (var start = 0; start < Half; start += 2 * size)
        {
            var aRe = _re.AsSpan(start, size);
            var aIm = _im.AsSpan(start, size);
            var bRe = _re.AsSpan(start + size, size);
            var bIm = _im.AsSpan(start + size, size);
            var i = 0;
            for (; i <= size - Vector<float>.Count; i += Vector<float>.Count)
            {
                var (c, s) = (new Vector<float>(cos[i..]), new Vector<float>(sin[i..]));
                var (re, im) = (new Vector<float>(bRe[i..]), new Vector<float>(bIm[i..]));
                var (tRe, tIm) = ((re * c) - (im * s), (re * s) + (im * c));
                var (uRe, uIm) = (new Vector<float>(aRe[i..]), new Vector<float>(aIm[i..]));
                (uRe + tRe).CopyTo(aRe[i..]);
                (uIm + tIm).CopyTo(aIm[i..]);
                (uRe - tRe).CopyTo(bRe[i..]);
                (uIm - tIm).CopyTo(bIm[i..]);
            }

            for (; i < size; i++)
            {
                var tRe = (bRe[i] * cos[i]) - (bIm[i] * sin[i]);
                var tIm = (bRe[i] * sin[i]) + (bIm[i] * cos[i]);
                (aRe[i], bRe[i]) = (aRe[i] + tRe, aRe[i] - tRe);
                (aIm[i], bIm[i]) = (aIm[i] + tIm, aIm[i] - tIm);
            }
        }
    }

    private void Unfold(Span<float> power)
    {
        var sum = _re[0] + _im[0];
        var difference = _re[0] - _im[0];
        power[0] = sum * sum;
        power[Half] = difference * difference;
        for (var k = 1; k < Half; k++)
        {
            var (re, im, mirrorRe, mirrorIm) = (_re[k], _im[k], _re[Half - k], -_im[Half - k]);
            var (evenRe, evenIm) = ((re + mirrorRe) * 0.5f, (im + mirrorIm) * 0.5f);
            var (oddRe, oddIm) = ((im - mirrorIm) * 0.5f, (mirrorRe - re) * 0.5f);
            var (c, s) = (UnfoldCos[k], UnfoldSin[k]);
            var x = evenRe + (oddRe * c) + (oddIm * s);
            var y = evenIm + (oddIm * c) - (oddRe * s);
            power[k] = (x * x) + (y * y);
        }
    }

    private static int[] BitReversal()
    {
        var bits = BitOperations.Log2(Half);
        var reversed = new int[Half];
        for (var i = 0; i < Half; i++)
        {
            for (var bit = 0; bit < bits; bit++)
            {
                reversed[i] |= ((i >> bit) & 1) << (bits - 1 - bit);
            }
        }

        return reversed;
    }

    private static float[] Stages(Func<double, double> of)
    {
        var table = new float[Half];
        for (var size = 1; size < Half; size *= 2)
        {
            for (var i = 0; i < size; i++)
            {
                table[size + i] = (float)of(Math.PI * i / size);
            }
        }

        return table;
    }
}
