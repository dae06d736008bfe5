using CsCheck;
using Device.Core.Notebook;

namespace Device.Storage.Tests;

/// <summary>Compaction by the law of what may be dropped: the notebook looks the same afterwards.</summary>
public sealed class RetentionTests
{
    [Fact]
    public async Task Whatever_compaction_drops_behind_the_horizon_every_page_looks_as_before_and_nothing_comes_back() =>
        await Gen.Select(Sample.Body.Array[20, 60], Gen.Int[0, 1_000]).SampleAsync(
            async (bodies, seed) =>
            {
                var folder = new MemoryFolder();
                var journal = await JournalFixture.OpenAsync(folder, seed: seed, segment: 4096, keys: seed % 2 == 0 ? JournalFixture.Keys(1) : null);
                var facts = new List<Fact>();
                foreach (var body in bodies)
                {
                    // The samples name facts of epoch 7: own facts get that name by coming in as imports do.
                    var fact = new Fact(Sample.Id((ulong)facts.Count + 1, facts.Count % 2 == 0 ? Sample.Device : Sample.Peer), new Hlc((ulong)(facts.Count + 1) << 16), body);
                    await journal.ImportAsync([fact], default);
                    facts.Add(fact);
                }

                await journal.AppendAsync(Sample.Note(1), default);
                for (var round = 0; round < 2; round++)
                {
                    var now = await JournalFixture.FactsAsync(journal);
                    var notebook = Fold(now);
                    var horizon = TombstoneHorizon.Of([new MachineProgress(Sample.Device, journal.Seen(), now[^1].Time)]);
                    await journal.CompactAsync(
                        new CompactionOptions { DeadPercent = 1, SmallSegments = 2, BytesPerSecond = 0 }, new FactRetention(notebook, horizon).IsSuperseded, null, default);
                    Assert.Equal(Look(Fold(now), facts), Look(Fold(await JournalFixture.FactsAsync(journal)), facts));
                    Assert.Equal(0, await journal.ImportAsync(facts, default));
                    var seen = journal.Seen();
                    await journal.DisposeAsync();
                    journal = await JournalFixture.OpenAsync(folder, seed: seed + round + 1, segment: 4096, keys: JournalFixture.Keys(1));
                    Assert.Equal(seen, journal.Seen());
                }

                await journal.DisposeAsync();
            },
            iter: 100);

    private static Notebook Fold(IEnumerable<Fact> facts)
    {
        var notebook = new Notebook();
        foreach (var fact in facts)
        {
            notebook.Apply(fact);
        }

        return notebook;
    }

    private static string Look(Notebook notebook, List<Fact> facts) => string.Join('\n', notebook.Notes.Select(n => $"{n.Id} {n.Note.Title} {string.Join(' ', notebook.Pages(n.Id).Select(p => p.Id))}")
        .Concat(facts.Select(f => notebook.Find(f.Id)).OfType<Page>().Where(p => p.Added is not null || p.Strokes().Length > 0 || p.Lines().Length > 0 || p.Blocks().Length > 0).Select(p =>
            $"{p.Id} {p.Title} {string.Join(' ', p.Strokes().Select(s => s.Id))} | {p.Text()} | {string.Join(' ', p.Blocks().Select(b => b.ToString()))}")));
}
