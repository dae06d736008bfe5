namespace Device.Recognition.Speech.Features;

/// <summary>
/// Triangular bands on Slaney's mel scale (linear to 1 kHz, logarithmic above), each of area 1: bands 0 to 31 from 60 to
/// 3,800 Hz are openWakeWord's, bands 32 to 47 go on from 3,600 to 7,800 Hz. Immutable.
/// </summary>
internal sealed class MelBank
{
    /// <summary>Bands that openWakeWord's networks know.</summary>
    internal const int LowBands = 32;

    /// <summary>All bands.</summary>
    internal const int Bands = 48;

    private const double BinHertz = (double)LogMel.SampleRate / RealFft.Length;

    private readonly int[] _first = new int[Bands];
    private readonly float[][] _weights = new float[Bands][];

    internal MelBank()
    {
        Fill(0, LowBands, 60, 3800);
        Fill(LowBands, Bands - LowBands, 3600, 7800);
    }

    /// <summary>Sums a power spectrum into bands.</summary>
    /// <param name="power"><see cref="RealFft.Bins"/> numbers.</param>
    /// <param name="bands">Receives <see cref="Bands"/> numbers.</param>
    internal void Apply(ReadOnlySpan<float> power, Span<float> bands)
    {
        for (var band = 0; band < Bands; band++)
        {
            var weights = _weights[band];
            var from = power.Slice(_first[band], weights.Length);
            var sum = 0f;
            for (var i = 0; i < weights.Length; i++)
            {
                sum += from[i] * weights[i];
            }

            bands[band] = sum;
        }
    }

    private void Fill(int at, int count, double low, double high)
    {
        var (bottom, top) = (Mel(low), Mel(high));
        double Edge(int i) => Hertz(bottom + ((top - bottom) * i / (count + 1)));
        for (var band = 0; band < count; band++)
        {
            var (left, centre, right) = (Edge(band), Edge(band + 1), Edge(band + 2));
            double Weight(int bin) =>
                Math.Min(((bin * BinHertz) - left) / (centre - left), (right - (bin * BinHertz)) / (right - centre)) * 2 / (right - left);
            var bins = Enumerable.Range(0, RealFft.Bins).Where(bin => Weight(bin) > 0).ToArray();
            _first[at + band] = bins[0];
            _weights[at + band] = [.. bins.Select(bin => (float)Weight(bin))];
        }
    }

    private static double Mel(double hertz) => hertz < 1000 ? hertz * 3 / 200 : 15 + (Math.Log(hertz / 1000) * 27 / Math.Log(6.4));

    private static double Hertz(double mel) => mel < 15 ? mel * 200 / 3 : 1000 * Math.Exp((mel - 15) * Math.Log(6.4) / 27);
}
