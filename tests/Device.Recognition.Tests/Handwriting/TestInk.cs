using System.Collections.Immutable;
using Device.Core.Ink;
using Device.Core.Notebook;
using Device.Recognition.Handwriting;
using Device.Recognition.Models;

namespace Device.Recognition.Tests.Handwriting;

/// <summary>Strokes drawn by formula, and the small bundle that can read them.</summary>
internal static class TestInk
{
    private static readonly DeviceId Machine = DeviceId.Parse("test/machine");

    internal static string TinyFolder => System.IO.Path.Combine(AppContext.BaseDirectory, "tiny");

    internal static OnnxInkRecognizer Tiny(InkRecognizerOptions? options = null) => new(ModelBundle.Open(TinyFolder), options);

    internal static Stroke Path(params (float X, float Y)[] points) =>
        new([.. points.Select(p => new InkPoint(p.X, p.Y, float.NaN, float.NaN))]);

    internal static Stroke Flat(float x, float y, float width) => Path((x, y), (x + width, y));

    internal static Stroke Tall(float x, float y, float height) => Path((x, y), (x, y + height));

    /// <summary>十: a flat and a tall stroke in a square.</summary>
    internal static Stroke[] Cross(float x, float y, float size) => [Flat(x, y + (size / 2), size), Tall(x + (size / 2), y, size)];

    /// <summary>A ring in a box, anticlockwise from the top.</summary>
    internal static Stroke Ring(float x, float y, float width, float height) => Path(
        [.. Enumerable.Range(0, 33).Select(i => -Math.PI / 2 - (i * Math.PI / 16))
            .Select(a => (x + (float)((1 + Math.Cos(a)) * width / 2), y + (float)((1 + Math.Sin(a)) * height / 2)))]);

    internal static ImmutableArray<PlacedStroke> Placed(IEnumerable<Stroke> strokes) =>
        [.. strokes.Select((s, i) => new PlacedStroke(new FactId(Machine, 1, (ulong)(i + 1)), s))];

    internal static PageAdded Page(PageTemplate template, float pitch = 10) =>
        new(new FactId(Machine, 1, 100_000), template, 210, 280, pitch);
}
