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

    public static readonly Gen<StrokeRange[]> Parts = Gen.Select(Gen.Int[0, 2000], Gen.Int[1, 2000]).Array[1, 6].Select(steps =>
    {
        var (parts, at) = (new List<StrokeRange>(), -1);
        foreach (var (gap, length) in steps)
        {
            parts.Add(new StrokeRange(at + 1 + gap, at + 1 + gap + length));
            at = parts[^1].To;
        }

        return parts.ToArray();
    });

    public static readonly Gen<Placement> Placement = Gen.Select(
        Gen.OneOf(Gen.Int[-30_000, 30_000], Gen.Int[-Core.Notebook.Placement.MostShift, Core.Notebook.Placement.MostShift]),
        Gen.Int[-30_000, 30_000],
        Gen.OneOf(Gen.Const(Core.Notebook.Placement.UnitScale), Gen.Int[Core.Notebook.Placement.LeastScale, Core.Notebook.Placement.MostScale]),
        (x, y, scale) => new Placement(x, y, scale));

    // Few machines and small numbers, so that ranges meet, and sometimes the greatest ones.
    public static readonly Gen<VersionVector> Vector = Gen.Select(
        Gen.OneOf("a/1", "a/2", "b/1"), Gen.ULong[0, 1], Gen.OneOf(Gen.ULong[1, 40], Gen.ULong[ulong.MaxValue - 3, ulong.MaxValue])).Array[0, 60].Select(
        ids => VersionVector.Of(ids.Select(i => new FactId(DeviceId.Parse(i.Item1), i.Item2, i.Item3))));

    public static readonly Gen<string> Hash = Gen.Byte.Array[32].Select(Convert.ToHexStringLower);

    public static readonly Gen<FactBody> Body = Gen.OneOf<FactBody>(
        Text.Select(t => new NoteCreated(t)),
        Gen.Select(Id, Gen.Enum<PageTemplate>(), Gen.Float[10, 1000], Gen.Float[10, 1000], Gen.Float[3, 100], (n, t, w, h, p) => new PageAdded(n, t, w, h, p)),
        Gen.Select(Id, Stroke, (p, s) => new StrokeAdded(p, s)),
        Gen.Select(Id, Ids, (p, s) => new StrokesErased(p, [.. s])),
        Gen.Select(Id, Ids, Text, Gen.Float.Unit, Text, (p, s, t, c, m) => new LineRead(p, [.. s], t, c, m)),
        Gen.Select(Id, Text, Text, (p, t, c) => new QuestionAsked(p, t, c)),
        Gen.Select(Id, Text, Text, Text, (q, a, r, e) => new AnswerReceived(q, a, r, e)),
        Gen.Select(Id, Id, Parts, (p, s, r) => new StrokeErasedPartly(p, s, [.. r])),
        Gen.Select(Id, Ids, Id, Placement, (p, s, t, at) => new StrokesMoved(p, [.. s], t, at)),
        Gen.Select(Id, Ids, (p, e) => new ErasureUndone(p, [.. e])),
        Gen.Select(Id, Gen.Byte, Text, (s, f, t) => new TextSet(s, (TextField)f, t)),
        Gen.Select(Id, Gen.Float[0, 1000], Gen.Float[0, 1000], Gen.Float[1, 1000], (p, x, y, w) => new TextBlockAdded(p, x, y, w)),
        Gen.Select(Id, Ids, Text, (p, s, t) => new LineCorrected(p, [.. s], t)),
        Gen.Select(Id, Text, (s, t) => new TagAdded(s, t)),
        Gen.Select(Id, Ids, (s, a) => new TagRemoved(s, [.. a])),
        Gen.Select(Id, Time, (p, t) => new PageOrdered(p, PageOrderKey.Default(p, t))),
        Gen.Select(Id, Vector, (n, v) => new NoteDeleted(n, v)),
        Gen.Select(Id, Vector, (p, v) => new PageDeleted(p, v)),
        Gen.Select(Id, Ids, (s, d) => new Restored(s, [.. d])),
        Gen.Select(Id, Gen.Byte, Gen.Bool, (n, s, on) => new NoteSwitchSet(n, (NoteSwitch)s, on)),
        Gen.Select(Id, Text, (n, t) => new RecordingStarted(n, t)),
        Gen.Select(Id, Ids, Gen.Int[0, FactLimits.RecordingMilliseconds], (r, s, p) => new StrokesRecorded(r, [.. s], [.. s.Select((_, i) => p / (i + 1))])),
        Gen.Select(Id, Gen.Int[0, FactLimits.RecordingMilliseconds], Text, (r, p, l) => new RecordingMarked(r, p, l)),
        Gen.Select(Id, Hash, Gen.Byte, Gen.Int[0, FactLimits.RecordingMilliseconds], (r, b, f, m) => new RecordingStored(r, b, (RecordingFormat)f, m, m / 3)),
        Gen.Select(Id, Hash, Text, (r, b, m) => new TranscriptStored(r, b, m)),
        Id.Select(r => new RecordingDeleted(r)),
        Gen.Select(Gen.Byte[100, 255], Gen.Byte.Array[0, 64], (k, b) => new UnknownBody((FactKind)k, [.. b])));

    public static readonly Gen<Fact> Fact = Gen.Select(Id, Time, Body, (id, time, body) => new Fact(id, time, body));

    private static Gen<int> Steps => Gen.OneOf(
        Gen.Int[-30_000, 30_000],
        Gen.Int[-(1 << 24), 1 << 24],
        Gen.Int[-16_000_000, 16_000_000].Select(i => i * 8),
        Gen.OneOf(0, 128_000_000, -128_000_000));
}
