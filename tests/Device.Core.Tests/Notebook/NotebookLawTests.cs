using CsCheck;
using Device.Core.Ink;
using Device.Core.Notebook;

namespace Device.Core.Tests.Notebook;

/// <summary>Two machines that have seen the same facts show the same notebook, in whatever order and however often the facts came.</summary>
public sealed class NotebookLawTests
{
    private const int Names = 12;

    // Few names and few moments, so that facts meet: strokes erased before they are drawn, readings and answers at one moment.
    private static readonly Gen<FactId> Name = Gen.Int[0, Names - 1].Select(NameOf);

    private static readonly Gen<Stroke> Stroke = Gen.Select(Gen.Int[0, 9], Gen.Int[0, 9], (x, y) => new Stroke([new InkPoint(x, y, 0, 0.5f)]));

    private static readonly Gen<FactBody> Body = Gen.OneOf<FactBody>(
        Gen.OneOf("a", "b").Select(t => new NoteCreated(t)),
        Name.Select(note => new PageAdded(note, PageTemplate.Lined, 100, 100, 8)),
        Gen.Select(Name, Stroke, (page, stroke) => new StrokeAdded(page, stroke)),
        Gen.Select(Name, Stroke, (page, stroke) => new StrokeAdded(page, stroke)),
        Gen.Select(Name, Name.Array[1, 2], (page, strokes) => new StrokesErased(page, [.. strokes])),
        Gen.Select(Name, Name.Array[1, 3], Gen.OneOf("x", "y", ""), (page, strokes, text) => new LineRead(page, [.. strokes], text, 0.5f, "m")),
        Gen.Select(Name, Gen.OneOf("why", "how"), (page, text) => new QuestionAsked(page, text, "")),
        Gen.Select(Name, Gen.OneOf("yes", "no"), (question, text) => new AnswerReceived(question, text, "", "")),
        Gen.Const(new UnknownBody((FactKind)99, [1])));

    // A name is given once: the bodies of one world get different ones.
    private static readonly Gen<Fact[]> World = Gen.Select(Body, Gen.Int[1, 3]).Array[Names].Select(
        all => all.Select((f, i) => new Fact(NameOf(i), new Hlc((ulong)f.Item2), f.Item1)).ToArray());

    [Fact]
    public void The_order_of_facts_does_not_matter() =>
        World.SelectMany(facts => Gen.Shuffle(facts.ToArray()).Select(shuffled => (facts, shuffled))).Sample(
            (facts, shuffled) => Assert.Equal(Look(Fold(facts)), Look(Fold(shuffled))), iter: 5000);

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
        iter: 5000);

    [Fact]
    public void Batches_may_come_by_any_way() => Gen.Select(World, Gen.Int[0, Names], Gen.Int[0, Names]).Sample(
        (facts, first, second) =>
        {
            var (a, b, c) = (facts[..Math.Min(first, second)], facts[Math.Min(first, second)..Math.Max(first, second)], facts[Math.Max(first, second)..]);
            var expected = Look(Fold([.. a, .. b, .. c]));
            Assert.Equal(expected, Look(Fold([.. c, .. a, .. b])));
            Assert.Equal(expected, Look(Fold([.. b, .. c, .. a, .. b])));
        },
        iter: 5000);

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
        iter: 2000);

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
        var seen = new List<object?>();
        foreach (var (id, note) in notebook.Notes)
        {
            seen.AddRange([id, note]);
            seen.AddRange(notebook.Pages(id).Select(p => (object)p.Id));
        }

        foreach (var id in Enumerable.Range(0, Names).Select(NameOf))
        {
            seen.Add(notebook.FindConversation(id));
            if (notebook.Find(id) is { } page)
            {
                seen.AddRange([id, page.Added, page.Time, page.Text()]);
                seen.AddRange(page.Strokes().Select(s => (object)s));
                seen.AddRange(page.Lines());
            }
        }

        seen.AddRange(notebook.Conversations);
        return seen;
    }
}
