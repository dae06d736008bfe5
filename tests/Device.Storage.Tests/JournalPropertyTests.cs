using CsCheck;
using Device.Core.Notebook;

namespace Device.Storage.Tests;

public sealed class JournalPropertyTests
{
    private enum Step
    {
        Append,
        AppendMany,
        Import,
        Close,
        Kill,
        CutDuringAppend,
        CutDuringImport,
        CutDuringOpen,
        FailSync,
    }

    private static readonly Gen<(Step Step, FactBody[] Bodies, ulong[] Numbers, int Seed)[]> Steps = Gen.Select(
        Gen.Frequency(
            (6, Gen.Const(Step.Append)),
            (3, Gen.Const(Step.AppendMany)),
            (4, Gen.Const(Step.Import)),
            (1, Gen.Const(Step.Close)),
            (1, Gen.Const(Step.Kill)),
            (2, Gen.Const(Step.CutDuringAppend)),
            (1, Gen.Const(Step.CutDuringImport)),
            (1, Gen.Const(Step.CutDuringOpen)),
            (1, Gen.Const(Step.FailSync))),
        Sample.Body.Array[1, 4],
        Gen.ULong[1, 30].Array[1, 6],
        Gen.Int[0, 1_000_000]).Array[1, 40];

    [Fact]
    public async Task Any_mix_of_appends_imports_closes_kills_cuts_and_failed_syncs_keeps_every_acknowledged_fact_in_order() =>
        await Steps.SampleAsync(
            async steps => await new Run().AllAsync(steps),
            iter: 1_000,
            print: steps => string.Join(", ", steps.Select(s => $"{s.Step}({s.Bodies.Length} bodies, {string.Join(' ', s.Numbers)}, seed {s.Seed})")));

    private sealed class Run
    {
        private readonly HashSet<FactId> _names = [];
        private MemoryFolder _folder = new();
        private List<Fact> _acknowledged = [];
        private Journal _journal = null!;

        public async Task AllAsync((Step Step, FactBody[] Bodies, ulong[] Numbers, int Seed)[] steps)
        {
            _journal = await OpenAsync(1);
            try
            {
                foreach (var (step, bodies, numbers, seed) in steps)
                {
                    await OneAsync(step, bodies, [.. numbers.Select(n => Sample.PeerNote(n))], seed);
                    Assert.Equal(_acknowledged, await JournalFixture.FactsAsync(_journal));
                }
            }
            finally
            {
                _folder.Before = null;
                await _journal.DisposeAsync();
            }
        }

        private async Task OneAsync(Step step, FactBody[] bodies, Fact[] facts, int seed)
        {
            switch (step)
            {
                case Step.Append:
                    Acknowledged([await _journal.AppendAsync(bodies[0], default)]);
                    break;
                case Step.AppendMany:
                    Acknowledged(await _journal.AppendAsync(bodies, default));
                    break;
                case Step.Import:
                    var fresh = Fresh(facts);
                    Assert.Equal(fresh.Count, await _journal.ImportAsync(facts, default));
                    _acknowledged.AddRange(fresh);
                    break;
                case Step.Close:
                    await _journal.DisposeAsync();
                    _journal = await OpenAsync(seed);
                    break;
                case Step.Kill:
                    _folder = _folder.Killed();
                    _journal = await OpenAsync(seed);
                    break;
                case Step.CutDuringAppend:
                    await CutDuringAsync(async () => [.. await _journal.AppendAsync(bodies, default)], seed);
                    break;
                case Step.CutDuringImport:
                    await CutDuringAsync(
                        async () =>
                        {
                            await _journal.ImportAsync(facts, default);
                            return Fresh(facts);
                        },
                        seed);
                    break;
                case Step.CutDuringOpen:
                    _folder = _folder.Killed();
                    await CutDuringAsync(
                        async () =>
                        {
                            _journal = await OpenAsync(seed + 1);
                            return [];
                        },
                        seed);
                    break;
                case Step.FailSync:
                    _folder.Before = (operation, _) =>
                    {
                        if (operation == "sync")
                        {
                            _folder.Before = null;
                            throw MemoryFolder.Error(5);
                        }
                    };
                    break;
            }
        }

        /// <summary>Takes an image of the medium at a random call within an action and goes on from that image.</summary>
        private async Task CutDuringAsync(Func<Task<List<Fact>>> action, int seed)
        {
            var random = new Random(seed);
            var at = random.Next(6);
            var (calls, folder) = (0, _folder);
            MemoryFolder? image = null;
            folder.Before = (_, _) =>
            {
                if (calls++ == at)
                {
                    image = folder.Cut(random);
                }
            };
            var underWay = await action();
            folder.Before = null;
            image ??= folder.Cut(random);
            await _journal.DisposeAsync();
            _folder = image;
            _journal = await OpenAsync(seed);

            // Of what was under way the first few may have arrived, in order.
            var now = await JournalFixture.FactsAsync(_journal);
            Assert.Equal(_acknowledged, now.Take(_acknowledged.Count));
            Assert.Equal(underWay.Take(now.Count - _acknowledged.Count), now.Skip(_acknowledged.Count));
            Acknowledged(now[_acknowledged.Count..]);
        }

        private void Acknowledged(IReadOnlyList<Fact> facts)
        {
            _acknowledged = [.. _acknowledged, .. facts];
            Assert.All(facts.Where(f => f.Id.Device == Sample.Device), f => Assert.True(_names.Add(f.Id), $"{f.Id} was given twice"));
        }

        private List<Fact> Fresh(Fact[] facts) => [.. facts.Where(f => !_acknowledged.Contains(f)).Distinct()];

        private Task<Journal> OpenAsync(int seed) => JournalFixture.OpenAsync(_folder, seed: seed, segment: 8 * 1024, reserve: 4096);
    }
}
