using CsCheck;
using Device.Core.Ink;
using Device.Core.Notebook;

namespace Device.Core.Tests.Notebook;

/// <summary>
/// The merge law of every kind: applying facts is commutative, associative and idempotent. Two machines that have seen the same facts show the same notebook, in whatever order and however often the facts came,
/// byte for byte.
/// </summary>
public sealed class NotebookLawTests
{
    private const int Names = 16;

    // Few names and few moments, so that facts meet: strokes erased before they are drawn, readings and answers at one moment.
    private static readonly Gen<FactId> Name = Gen.Int[0, Names - 1].Select(NameOf);

    private static readonly Gen<Stroke> Stroke = Gen.Select(Gen.Int[0, 9], Gen.Int[0, 9], Gen.Int[0, 2], (x, y, more) =>
        new Stroke([.. Enumerable.Range(0, more + 1).Select(i => new InkPoint(x + i, y, i, 0.5f))]));

    private static readonly Gen<FactId> Few = Gen.Int[0, 5].Select(NameOf);

    private static readonly Gen<VersionVector> Seen = Name.Array[0, Names].Select(VersionVector.Of);

    // Pages are mostly the first names, so that facts about strokes name the page on which they were drawn.
    private static readonly Gen<FactBody> Body = Gen.OneOf<FactBody>(
        Gen.OneOf("a", "b").Select(t => new NoteCreated(t)),
        Name.Select(note => new PageAdded(note, PageTemplate.Lined, 100, 100, 8)),
        Gen.Select(Few, Stroke, (page, stroke) => new StrokeAdded(page, stroke)),
        Gen.Select(Few, Stroke, (page, stroke) => new StrokeAdded(page, stroke)),
        Gen.Select(Few, Stroke, (page, stroke) => new StrokeAdded(page, stroke)),
        Gen.Select(Few, Name.Array[1, 2], (page, strokes) => new StrokesErased(page, [.. strokes])),
        Gen.Select(Few, Name.Array[1, 3], Gen.OneOf("x", "y", ""), (page, strokes, text) => new LineRead(page, [.. strokes], text, 0.5f, "m")),
        Gen.Select(Name, Gen.OneOf("why", "how"), (page, text) => new QuestionAsked(page, text, "")),
        Gen.Select(Name, Gen.OneOf("yes", "no"), (question, text) => new AnswerReceived(question, text, "", "")),
        Gen.Select(Few, Name, Gen.Int[0, 300], Gen.Int[1, 300], (page, stroke, from, length) => new StrokeErasedPartly(page, stroke, [new(from, from + length)])),
        Gen.Select(Few, Name.Array[1, 3], Few, Gen.Int[-3, 3], Gen.OneOf(512, 1024, 2048), (page, strokes, target, x, scale) => new StrokesMoved(page, [.. strokes], target, new Placement(x * 128, 0, scale))),
        Gen.Select(Few, Name.Array[1, 3], (page, erasures) => new ErasureUndone(page, [.. erasures])),
        Gen.Select(Few, Gen.Enum<TextField>(), Gen.OneOf("t", "u", ""), (subject, field, text) => new TextSet(subject, field, text)),
        Gen.Select(Few, Gen.Int[0, 3], (page, y) => new TextBlockAdded(page, 0, y, 10)),
        Gen.Select(Few, Name.Array[1, 3], Gen.OneOf("c", "d"), (page, strokes, text) => new LineCorrected(page, [.. strokes], text)),
        Gen.Select(Few, Gen.OneOf("tag", "gat"), (subject, tag) => new TagAdded(subject, tag)),
        Gen.Select(Few, Name.Array[1, 2], (subject, adds) => new TagRemoved(subject, [.. adds])),
        Gen.Select(Few, Name, Gen.Int[0, 3], (page, by, at) => new PageOrdered(page, PageOrderKey.Default(by, new Hlc((ulong)at)))),
        Gen.Select(Few, Seen, (note, seen) => new NoteDeleted(note, seen)),
        Gen.Select(Few, Seen, (page, seen) => new PageDeleted(page, seen)),
        Gen.Select(Few, Name.Array[1, 3], (subject, deletions) => new Restored(subject, [.. deletions])),
        Gen.Select(Few, Gen.Enum<NoteSwitch>(), Gen.Bool, (note, which, on) => new NoteSwitchSet(note, which, on)),
        Gen.Const(new UnknownBody((FactKind)99, [1])));

    // A name is given once: the bodies of one world get different ones.
    // Some moments are so far apart that an undoing comes too late.
    private static readonly Gen<Fact[]> World = Gen.Select(Body, Gen.OneOf(1UL, 2UL, 3UL, (40UL * 86_400_000) << 16)).Array[Names].Select(
        all => all.Select((f, i) => new Fact(NameOf(i), new Hlc(f.Item2), f.Item1)).ToArray());

    [Fact]
    public void The_order_of_facts_does_not_matter() =>
        World.SelectMany(facts => Gen.Shuffle(facts.ToArray()).Select(shuffled => (facts, shuffled))).Sample(
            (facts, shuffled) => Assert.Equal(Look(Fold(facts)), Look(Fold(shuffled))), iter: 2000);

    [Fact]
    public void Facts_that_come_again_change_nothing_and_say_so() => Gen.Select(World, Gen.Int[0, Names - 1].Array[0, 30]).Sample(
        (facts, again) =>
        {
            var once = Fold(facts);
            var before = Look(once);
            foreach (var index in again)
            {
                Assert.False(once.Apply(facts[index]));
            }

            Assert.Equal(before, Look(once));

            // The same with the repetitions in between.
            Assert.Equal(before, Look(Fold([.. again.Select(i => facts[i]), .. facts])));
        },
        iter: 2000);

    [Fact]
    public void Batches_may_come_by_any_way() => Gen.Select(World, Gen.Int[0, Names], Gen.Int[0, Names]).Sample(
        (facts, first, second) =>
        {
            var (a, b, c) = (facts[..Math.Min(first, second)], facts[Math.Min(first, second)..Math.Max(first, second)], facts[Math.Max(first, second)..]);
            var expected = Look(Fold([.. a, .. b, .. c]));
            Assert.Equal(expected, Look(Fold([.. c, .. a, .. b])));
            Assert.Equal(expected, Look(Fold([.. b, .. c, .. a, .. b])));
        },
        iter: 2000);

    [Fact]
    public void A_fact_changes_the_notebook_exactly_when_it_says_so() => World.Sample(
        facts =>
        {
            var notebook = new Device.Core.Notebook.Notebook();
            foreach (var fact in facts)
            {
                var before = Look(notebook);
                var changed = notebook.Apply(fact);
                Assert.True(changed || before.SequenceEqual(Look(notebook)), $"{fact} changed the notebook silently");
            }
        },
        iter: 1000);

    private static FactId NameOf(int index) => new(DeviceId.Parse(index % 2 == 0 ? "school/a" : "school/b"), 7, (ulong)(index / 2) + 1);

    private static Device.Core.Notebook.Notebook Fold(IEnumerable<Fact> facts)
    {
        var notebook = new Device.Core.Notebook.Notebook();
        foreach (var fact in facts)
        {
            notebook.Apply(fact);
        }

        return notebook;
    }

    /// <summary>Everything a user can see of a notebook.</summary>
    private static List<object?> Look(Device.Core.Notebook.Notebook notebook)
    {
        var seen = new List<object?> { Convert.ToHexString(NotebookImage.Of(notebook)) };
        foreach (var (id, note) in notebook.Notes)
        {
            seen.AddRange([id, note]);
            seen.AddRange(notebook.Pages(id).Select(p => (object)p.Id));
        }

        foreach (var id in Enumerable.Range(0, Names).Select(NameOf))
        {
            seen.Add(notebook.FindConversation(id));
            seen.AddRange([.. notebook.TagsOf(id), notebook.TitleOf(id), notebook.Switch(id, NoteSwitch.Sync), notebook.IsDeleted(id), .. notebook.DeletionsOf(id)]);
            if (notebook.Find(id) is { } page)
            {
                seen.AddRange([id, page.Added, page.Time, page.Text(), page.Title, page.Order, page.IsDeleted, Convert.ToHexString(NotebookImage.Of(notebook, page))]);
                seen.AddRange(page.Strokes().Select(s => (object)s));
                seen.AddRange(page.Lines());
            }
        }

        seen.AddRange(notebook.Conversations);
        return seen;
    }
}
