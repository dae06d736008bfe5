using System.Collections.Immutable;
using CsCheck;
using Device.Core.Ink;
using Device.Core.Notebook;

namespace Device.Storage.Tests;

/// <summary>Facts to store.</summary>
internal static class Sample
{
    public static readonly DeviceId Device = DeviceId.Parse("acme/one");
    public static readonly DeviceId Peer = DeviceId.Parse("acme/two");

    public static FactId Id(ulong sequence, DeviceId? device = null, ulong epoch = 7) => new(device ?? Peer, epoch, sequence);

    public static NoteCreated Note(int number) => new($"note {number}");

    public static Fact PeerNote(ulong sequence, ulong milliseconds = 1_000, ulong epoch = 7) =>
        new(Id(sequence, epoch: epoch), new Hlc(milliseconds << 16), new NoteCreated($"peer {sequence}"));

    public static StrokeAdded Stroke(FactId page, float x, float y) => new(
        page,
        new Stroke([new InkPoint(x, y, 0, 0.5f), new InkPoint(x + 5, y + 1, 8, 0.75f)]));

    /// <summary>Bodies of every kind; those that name others name facts of two machines' first few, so that some hit.</summary>
    public static Gen<FactBody> Body { get; } = MakeBody();

    private static Gen<FactBody> MakeBody()
    {
        var id = Gen.Select(Gen.Bool, Gen.ULong[1, 12], (own, sequence) => Id(sequence, own ? Device : Peer));
        var ids = id.Array[1, 3].Select(a => ImmutableArray.Create(a));
        var text = Gen.String[Gen.Char["abc永\n é"], 0, 40];
        var point = Gen.Select(Gen.Int[0, 12_800], Gen.Int[0, 12_800], Gen.Int[0, 800], Gen.Int[0, 1024])
            .Select((x, y, t, p) => new InkPoint(x / 128f, y / 128f, t / 8f, p / 1024f));
        var seen = id.Array[0, 20].Select(VersionVector.Of);
        var changes = Gen.OneOf<FactBody>(
            Gen.Select(id, id, Gen.Int[0, 900]).Select((p, s, from) => (FactBody)new StrokeErasedPartly(p, s, [new(from, from + 200)])),
            Gen.Select(id, ids, id).Select((p, s, t) => (FactBody)new StrokesMoved(p, s, t, Placement.AsDrawn.Shifted(10, 20))),
            Gen.Select(id, ids).Select((p, e) => (FactBody)new ErasureUndone(p, e)),
            Gen.Select(id, ids, text).Select((p, s, t) => (FactBody)new LineCorrected(p, s, t)),
            id.Select(p => (FactBody)new TextBlockAdded(p, 1, 2, 30)),
            Gen.Select(id, Gen.Enum<TextField>(), text).Select((s, f, t) => (FactBody)new TextSet(s, f, t)),
            Gen.Select(id, text).Select((s, t) => (FactBody)new TagAdded(s, t)),
            Gen.Select(id, ids).Select((s, a) => (FactBody)new TagRemoved(s, a)),
            Gen.Select(id, id).Select((p, by) => (FactBody)new PageOrdered(p, PageOrderKey.Default(by, new Hlc(by.Sequence)))),
            Gen.Select(id, seen).Select((n, v) => (FactBody)new NoteDeleted(n, v)),
            Gen.Select(id, seen).Select((p, v) => (FactBody)new PageDeleted(p, v)),
            Gen.Select(id, ids).Select((s, d) => (FactBody)new Restored(s, d)),
            Gen.Select(id, Gen.Enum<NoteSwitch>(), Gen.Bool).Select((n, w, on) => (FactBody)new NoteSwitchSet(n, w, on)));
        return Gen.OneOf<FactBody>(
            changes,
            changes,
            changes,
            text.Select(t => (FactBody)new NoteCreated(t)),
            Gen.Select(id, Gen.Int[0, 2]).Select((n, t) => (FactBody)new PageAdded(n, (PageTemplate)t, 210, 297, 8)),
            Gen.Select(id, point.Array[1, 20]).Select((p, points) => (FactBody)new StrokeAdded(p, new Stroke([.. points]))),
            Gen.Select(id, point.Array[1, 20]).Select((p, points) => (FactBody)new StrokeAdded(p, new Stroke([.. points]))),
            Gen.Select(id, ids).Select((p, s) => (FactBody)new StrokesErased(p, s)),
            Gen.Select(id, ids, text).Select((p, s, t) => (FactBody)new LineRead(p, s, t, 0.5f, "model 1")),
            Gen.Select(id, text).Select((p, t) => (FactBody)new QuestionAsked(p, t, "")),
            Gen.Select(id, text).Select((q, t) => (FactBody)new AnswerReceived(q, t, "", "")),
            Gen.Select(id, id, Gen.Int[0, 300], Gen.Int[1, 300]).Select((p, s, from, length) => (FactBody)new StrokeErasedPartly(p, s, [new(from, from + length)])),
            Gen.Select(id, ids, id, Gen.Int[-3, 3]).Select((p, s, target, x) => (FactBody)new StrokesMoved(p, s, target, new Placement(x * 128, 0, 1024))),
            Gen.Select(id, ids).Select((p, e) => (FactBody)new ErasureUndone(p, e)),
            Gen.Select(id, Gen.Enum<TextField>(), text).Select((s, field, t) => (FactBody)new TextSet(s, field, t)),
            id.Select(p => (FactBody)new TextBlockAdded(p, 0, 5, 10)),
            Gen.Select(id, ids, text).Select((p, s, t) => (FactBody)new LineCorrected(p, s, t)),
            Gen.Select(id, Gen.OneOf("tag", "gat")).Select((s, t) => (FactBody)new TagAdded(s, t)),
            Gen.Select(id, ids).Select((s, adds) => (FactBody)new TagRemoved(s, adds)),
            Gen.Select(id, id, Gen.Int[0, 3]).Select((p, by, at) => (FactBody)new PageOrdered(p, PageOrderKey.Default(by, new Hlc((ulong)at)))),
            Gen.Select(id, ids).Select((n, seen) => (FactBody)new NoteDeleted(n, VersionVector.Of(seen))),
            Gen.Select(id, ids).Select((p, seen) => (FactBody)new PageDeleted(p, VersionVector.Of(seen))),
            Gen.Select(id, ids).Select((s, d) => (FactBody)new Restored(s, d)),
            Gen.Select(id, Gen.Enum<NoteSwitch>(), Gen.Bool).Select((n, which, on) => (FactBody)new NoteSwitchSet(n, which, on)),
            Gen.Select(id, text).Select((p, t) => (FactBody)new BlobAttached(p, new string('a', 64), 7, "audio/flac", t)),
            Gen.Byte.Array[0, 30].Select(b => (FactBody)new UnknownBody((FactKind)200, [.. b])));
    }
}
