using CsCheck;
using Device.Core.Ink;

namespace Device.Core.Tests;

/// <summary>Generates ink of every shape the exchange formats hold.</summary>
internal static class AnyInk
{
    /// <summary>Text as people and hostile files write it; every character is one XML can hold.</summary>
    public static readonly Gen<string> Text =
        Gen.OneOf("a", "永", "字", "\n", "\r", "\t", " ", "<", "&", "\"", "'", "]]>", "😀", "é", "\\", "{", "-", "$", "\u00A0", "&amp;", "𝑥^2")
            .Array[0, 6].Select(string.Concat);

    public static readonly Gen<float> Coordinate = Gen.OneOf(
        Gen.Float[-InkLimits.Coordinate, InkLimits.Coordinate],
        Gen.Int[-1000, 1000].Select(i => (float)i),
        Gen.Int[-10_000, 10_000].Select(i => i / 10f),
        Gen.OneOf(0f, -0f, float.Epsilon, -1e-20f, InkLimits.Coordinate, -InkLimits.Coordinate, 16_777_217f / 17));

    public static readonly Gen<InkPoint> Point = Gen.Select(
        Coordinate,
        Coordinate,
        Gen.OneOf(Gen.Const(float.NaN), Gen.Float[0, 100_000], Gen.OneOf(0f, InkLimits.TimeMilliseconds, -5f)),
        Gen.OneOf(Gen.Const(float.NaN), Gen.Float.Unit, Gen.OneOf(0f, 1f)),
        (x, y, t, p) => new InkPoint(x, y, t, p));

    /// <summary>Samples that Ink-JSONL holds whole: tip strokes of the usual width.</summary>
    public static readonly Gen<LabelledInk> Sample = Samples(Point.Array[1, 12].Select(p => new Stroke([.. p])));

    /// <summary>Samples with any width and either end of the pen.</summary>
    public static readonly Gen<LabelledInk> DrawnSample = Samples(Gen.Select(
        Point.Array[1, 12], Gen.Enum<PenTool>(), Gen.OneOf(Gen.Float[0.001f, 64], Gen.Const(Stroke.DefaultWidth)), (p, tool, width) => new Stroke([.. p], tool, width)));

    private static Gen<LabelledInk> Samples(Gen<Stroke> stroke) => Gen.Select(
        Text, Gen.Enum<InkKind>(), Text.Null(), stroke.Array[0, 5], (label, kind, writer, strokes) => new LabelledInk(label, kind, writer, [.. strokes]));
}
