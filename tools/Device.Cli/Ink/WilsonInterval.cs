namespace Device.Cli.Ink;

/// <summary>The 95 % interval of a share, after Wilson (1927), which holds for few samples and shares near 0 or 1.</summary>
internal static class WilsonInterval
{
    private const double Z = 1.959964;

    internal static (double Low, double High) Of(int right, int samples)
    {
        double p = right / (double)samples, n = samples, spread = 1 + (Z * Z / n);
        var middle = (p + (Z * Z / (2 * n))) / spread;
        var half = Z / spread * Math.Sqrt((p * (1 - p) / n) + (Z * Z / (4 * n * n)));
        return (Math.Max(middle - half, 0), Math.Min(middle + half, 1));
    }
}
