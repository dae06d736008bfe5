using CsCheck;
using Device.Core.Ink;
using Device.Core.Notebook;

namespace Device.Core.Tests;

/// <summary>Generates facts of every kind, up to their limits.</summary>
internal static class AnyFact
{
    private static readonly Gen<string> Part = Gen.Char["abcdefghijklmnopqrstuvwxyz0123456789-"].Array[1, 32].Select(c => new string(c));

    public static readonly Gen<DeviceId> Device = Gen.Select(Part, Part, (tenant, name) => DeviceId.Parse($"{tenant}/{name}"));

    public static readonly Gen<FactId> Id = Gen.Select(
        Device, Gen.ULong, Gen.OneOf(Gen.ULong.Where(u => u > 0), Gen.Long[1, 1000].Select(l => (ulong)l)), (d, e, s) => new FactId(d, e, s));

    public static readonly Gen<Hlc> Time = Gen.Long[0, long.MaxValue].Select(v => new Hlc((ulong)v));

    public static readonly Gen<string> Text = Gen.OneOf("a", "永", "\n", "\0", "😀", "é", "\"", "字字字字").Array[0, 8].Select(string.Concat);

    // Lists mostly name neighbours of one machine, sometimes facts of another.
    public static readonly Gen<FactId[]> Ids = Gen.Select(Id.Array[1, 4], Gen.Int[0, 3], Gen.Long[1, long.MaxValue], (ids, near, from) =>
        ids.SelectMany(id => Enumerable.Range(0, near + 1).Select(i => id with { Sequence = (ulong)(from + i) })).ToArray());

    public static readonly Gen<InkPoint> Point = Gen.Select(
        Steps, Steps, Gen.OneOf(Gen.Int[0, 1 << 24], Gen.Int[0, (1 << 23) - 1].Select(i => i * 64)), Gen.Int[0, 1024],
        (x, y, t, p) => new InkPoint(x / InkPoint.StepsPerMillimetre, y / InkPoint.StepsPerMillimetre, t / InkPoint.StepsPerMillisecond, p / InkPoint.PressureSteps));

    public static readonly Gen<Stroke> Stroke = Gen.Select(
        Point.Array[1, 30], Gen.Enum<PenTool>(), Gen.Int[1, 64 * 128], (points, tool, width) => new Stroke([.. points], tool, width / InkPoint.StepsPerMillimetre));

    public static readonly Gen<FactBody> Body = Gen.OneOf<FactBody>(
        Text.Select(t => new NoteCreated(t)),
        Gen.Select(Id, Gen.Enum<PageTemplate>(), Gen.Float[10, 1000], Gen.Float[10, 1000], Gen.Float[3, 100], (n, t, w, h, p) => new PageAdded(n, t, w, h, p)),
        Gen.Select(Id, Stroke, (p, s) => new StrokeAdded(p, s)),
        Gen.Select(Id, Ids, (p, s) => new StrokesErased(p, [.. s])),
        Gen.Select(Id, Ids, Text, Gen.Float.Unit, Text, (p, s, t, c, m) => new LineRead(p, [.. s], t, c, m)),
        Gen.Select(Id, Text, Text, (p, t, c) => new QuestionAsked(p, t, c)),
        Gen.Select(Id, Text, Text, Text, (q, a, r, e) => new AnswerReceived(q, a, r, e)),
        Gen.Select(Gen.Byte[100, 255], Gen.Byte.Array[0, 64], (k, b) => new UnknownBody((FactKind)k, [.. b])));

    public static readonly Gen<Fact> Fact = Gen.Select(Id, Time, Body, (id, time, body) => new Fact(id, time, body));

    private static Gen<int> Steps => Gen.OneOf(
        Gen.Int[-30_000, 30_000],
        Gen.Int[-(1 << 24), 1 << 24],
        Gen.Int[-16_000_000, 16_000_000].Select(i => i * 8),
        Gen.OneOf(0, 128_000_000, -128_000_000));
}
