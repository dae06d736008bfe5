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
        Compact,
        CutDuringCompaction,
        FailDuringCompaction,
    }

    private enum Rot
    {
        Bit,
        Noise,
        Zeros,
        Cut,
        Misplaced,
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
            (1, Gen.Const(Step.FailSync)),
            (2, Gen.Const(Step.Compact)),
            (1, Gen.Const(Step.CutDuringCompaction)),
            (1, Gen.Const(Step.FailDuringCompaction))),
        Sample.Body.Array[1, 4],
        Gen.ULong[1, 30].Array[1, 6],
        Gen.Int[0, 1_000_000]).Array[1, 40];

    [Fact]
    public async Task Any_mix_of_appends_imports_closes_kills_cuts_and_failed_syncs_keeps_every_acknowledged_fact_in_order() =>
        await Steps.SampleAsync(
            async steps => await new Run(_ => KeyRing.None).AllAsync(steps),
            iter: 500,
            print: steps => string.Join(", ", steps.Select(s => $"{s.Step}({s.Bodies.Length} bodies, {string.Join(' ', s.Numbers)}, seed {s.Seed})")));

    [Fact]
    public async Task The_same_holds_when_the_journal_is_encrypted_and_any_start_may_bring_a_new_key() =>
        await Steps.SampleAsync(
            async steps => await new Run(seed => JournalFixture.Keys(5, 6, 7, (byte)(5 + (seed % 3)))).AllAsync(steps),
            iter: 300,
            print: steps => string.Join(", ", steps.Select(s => $"{s.Step}({s.Bodies.Length} bodies, {string.Join(' ', s.Numbers)}, seed {s.Seed})")));

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Whatever_bytes_rot_the_journal_opens_invents_nothing_keeps_the_order_and_gives_no_name_twice(bool encrypted) =>
        await Gen.Select(Sample.Body.Array[10, 60], Gen.Select(Gen.Int[0, 1_000_000], Gen.Enum<Rot>(), Gen.Int[1, 700], (at, kind, length) => (At: at, Kind: kind, Length: length)).Array[1, 5], Gen.Int[1_000, 1_000_000]).SampleAsync(
            async (bodies, damages, seed) =>
            {
                var folder = new MemoryFolder();
                var facts = new List<Fact>();
                await using (var journal = await JournalFixture.OpenAsync(folder, seed: 1, segment: 4096, keys: encrypted ? JournalFixture.Keys(1) : null))
                {
                    foreach (var body in bodies)
                    {
                        facts.Add(await journal.AppendAsync(body, default));
                    }
                }

                foreach (var (at, kind, length) in damages)
                {
                    Damage(folder, at, kind, length);
                }

                var given = facts.Select(f => f.Id).ToHashSet();
                for (var open = 0; open < 2; open++)
                {
                    await using var journal = await JournalFixture.OpenAsync(folder, seed: seed + open, segment: 4096, keys: encrypted ? JournalFixture.Keys(1) : null);
                    var entries = await JournalFixture.EntriesAsync(journal);
                    var left = entries.Select(e => e.Fact).Where(f => f.Body != Sample.Note(0)).ToList();
                    Assert.Equal(facts.Where(left.Contains), left);
                    Assert.Equal(entries.Count, entries.Select(e => e.Fact.Id).Distinct().Count());
                    Assert.True(entries.Zip(entries.Skip(1)).All(p => p.First.Position < p.Second.Position));

                    // A sound record of a later position in the wrong place hides those after it until it is copied away.
                    Assert.True(journal.Report.Records == entries.Count || damages.Any(d => d.Kind is Rot.Misplaced));

                    // Names are given again only where a record was cut short, which a synced one cannot be on a medium that
                    // keeps what it synced; the first damages below do not cut.
                    var next = await journal.AppendAsync(Sample.Note(0), default);
                    Assert.True(given.Add(next.Id) || damages.Any(d => d.Kind is Rot.Zeros or Rot.Cut or Rot.Misplaced), $"{next.Id} was given again");
                }
            },
            iter: 300);

    private static void Damage(MemoryFolder folder, int at, Rot kind, int length)
    {
        var segments = folder.Names().Where(SegmentExtent.IsSegment).ToList();
        using var file = folder.Open(segments[at % segments.Count], writable: true);
        var offset = (int)(at % Math.Max(1, file.Length));
        var bytes = new byte[Math.Min(length, (int)file.Length - offset)];
        file.Read(bytes, offset);
        switch (kind)
        {
            case Rot.Bit:
                file.Write([(byte)(bytes.FirstOrDefault() ^ (1 << (at % 8)))], offset);
                break;
            case Rot.Zeros:
                file.Write(new byte[bytes.Length], offset);
                break;
            case Rot.Cut:
                file.Truncate(offset);
                break;
            case Rot.Noise:
                new Random(at).NextBytes(bytes);
                file.Write(bytes, offset);
                break;
            default:
                file.Write(bytes, at / 7 % Math.Max(1, file.Length));
                break;
        }
    }

    private sealed class Run(Func<int, KeyRing> keys)
    {
        private readonly HashSet<FactId> _names = [];
        private MemoryFolder _folder = new();
        private List<Fact> _acknowledged = [];
        private Journal _journal = null!;
        private bool _doubtful;

        public async Task AllAsync((Step Step, FactBody[] Bodies, ulong[] Numbers, int Seed)[] steps)
        {
            _journal = await OpenAsync(1);
            try
            {
                foreach (var (step, bodies, numbers, seed) in steps)
                {
                    await OneAsync(step, bodies, [.. numbers.Select(n => Sample.PeerNote(n))], seed);
                    var now = await JournalFixture.FactsAsync(_journal);
                    Assert.Equal(Kept(now), now);
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
                case Step.Compact:
                    await FailDuringCompactionAsync(null);
                    break;
                case Step.CutDuringCompaction:
                    await CutDuringAsync(CompactAsync, seed);
                    break;
                case Step.FailDuringCompaction:
                    await FailDuringCompactionAsync(seed % 20);
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
            var at = random.Next(action == CompactAsync ? 30 : 6);
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
            var kept = Kept(now);
            Assert.Equal(kept, now.Take(kept.Count));
            Assert.Equal(underWay.Take(now.Count - kept.Count), now.Skip(kept.Count));
            Acknowledged(now[kept.Count..]);
        }

        private async Task<List<Fact>> CompactAsync()
        {
            await _journal.CompactAsync(new CompactionOptions { DeadPercent = 1, SmallSegments = 2, BytesPerSecond = 0 }, Superseded, null, default);
            return [];
        }

        private static bool Superseded(Fact fact) => fact.Id.Sequence % 3 == 0 || fact.Body is NoteCreated { Title.Length: > 20 };

        /// <summary>What was acknowledged, without facts that may be dropped and were.</summary>
        private List<Fact> Kept(List<Fact> now)
        {
            var there = now.Select(f => f.Id).ToHashSet();
            return [.. _acknowledged.Where(f => !Superseded(f) || there.Contains(f.Id))];
        }

        private void Acknowledged(IReadOnlyList<Fact> facts)
        {
            _acknowledged = [.. _acknowledged, .. facts];
            Assert.All(facts.Where(f => f.Id.Device == Sample.Device), f => Assert.True(_names.Add(f.Id), $"{f.Id} was given twice"));
        }

        private List<Fact> Fresh(Fact[] facts) => [.. facts.Where(f => !_acknowledged.Contains(f)).Distinct()];

        private async Task FailDuringCompactionAsync(int? at)
        {
            var calls = 0;
            var before = _folder.Before;
            if (at is not null)
            {
                _folder.Before = (_, _) =>
                {
                    if (calls++ == at)
                    {
                        throw MemoryFolder.Error(28);
                    }
                };
            }

            try
            {
                await CompactAsync();
            }
            catch (IOException)
            {
                // Here, or at a sync that was to fail anyway.
                Assert.True(calls > at || before is not null);
            }

            _folder.Before = null;
        }

        private async Task<Journal> OpenAsync(int seed)
        {
            var journal = await OpenOnceAsync(seed);
            _doubtful |= journal.Report.Tears.Any(t => t.Doubtful);
            Assert.True(_doubtful || journal.Report.Holes.Count == 0);
            return journal;
        }

        private Task<Journal> OpenOnceAsync(int seed) => JournalFixture.OpenAsync(_folder, seed: seed, segment: 8 * 1024, reserve: 4096, keys: keys(seed));
    }
}
