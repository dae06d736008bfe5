using Device.Core.Ink;
using Device.Core.Notebook;

namespace Device.Bench.Fleet;

/// <summary>Strokes of the size that a hand writes: 20 to 60 points of a few tenths of a millimetre, 8 ms apart.</summary>
internal sealed class FleetInk(int seed)
{
    private readonly StrokeAdded[] _strokes = Make(new Random(seed));

    /// <summary>Some strokes, the same for the same number.</summary>
    /// <param name="number">Any.</param>
    /// <param name="count">How many.</param>
    public IReadOnlyList<FactBody> Some(int number, int count) =>
        [.. Enumerable.Range(0, count).Select(i => _strokes[(int)((uint)(number + i) % (uint)_strokes.Length)])];

    private static StrokeAdded[] Make(Random random)
    {
        var page = new FactId(DeviceId.Parse("bench/page"), 1, 1);
        return [.. Enumerable.Range(0, 256).Select(_ => new StrokeAdded(page, new Stroke([.. Points(random)])))];
    }

    private static IEnumerable<InkPoint> Points(Random random)
    {
        var (x, y) = (random.Next(10, 140) + random.NextSingle(), random.Next(10, 190) + random.NextSingle());
        for (var i = random.Next(20, 60); i > 0; i--)
        {
            (x, y) = (x + (random.NextSingle() - 0.3f) * 0.6f, y + (random.NextSingle() - 0.5f) * 0.8f);
            yield return new InkPoint(x, y, i * -8 + 480, 0.3f + (random.NextSingle() * 0.5f)).Quantise();
        }
    }
}
