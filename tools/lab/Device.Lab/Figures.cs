using System.Globalization;

namespace Device.Lab;

/// <summary>Times of many tries, in microseconds, and what is said of them.</summary>
internal sealed class Figures
{
    private readonly List<double> _microseconds = [];

    /// <summary>Adds a try.</summary>
    public void Add(double microseconds) => _microseconds.Add(microseconds);

    /// <summary>The middle and the slow end of them.</summary>
    public override string ToString()
    {
        var sorted = _microseconds.Order().ToArray();
        return sorted.Length == 0 ? "nothing measured" : string.Create(
            CultureInfo.InvariantCulture,
            $"p50 {sorted[sorted.Length / 2] / 1000:0.00} ms, p99 {sorted[sorted.Length * 99 / 100] / 1000:0.00} ms of {sorted.Length}");
    }
}
