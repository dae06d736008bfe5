using Device.Core.Notebook;

namespace Device.Storage.Tests;

/// <summary>The medium refuses, fails and loses power.</summary>
public sealed class FailureTests
{
    private const int InputOutputError = 5;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_failed_sync_ends_the_segment_and_its_facts_go_to_a_new_one_before_they_are_acknowledged()
    {
        var folder = new MemoryFolder();
        await using var journal = await JournalFixture.OpenAsync(folder);
        var facts = new List<Fact> { await journal.AppendAsync(Sample.Note(1), Ct) };
        var failed = false;
        folder.Before = (operation, _) =>
        {
            if (operation == "sync" && !failed)
            {
                failed = true;
                throw MemoryFolder.Error(InputOutputError);
            }
        };
        facts.Add(await journal.AppendAsync(Sample.Note(2), Ct));
        Assert.True(failed);
        Assert.Equal(["0000000001.journal", "0000000002.journal"], folder.Names().Where(n => n.EndsWith(".journal", StringComparison.Ordinal)));
        facts.Add(await journal.AppendAsync(Sample.Note(3), Ct));
        Assert.Equal(facts, await JournalFixture.FactsAsync(journal));

        // Nothing that was dropped by the failed sync may be missed after a cut, whichever sectors arrive.
        for (var seed = 0; seed < 20; seed++)
        {
            await using var after = await JournalFixture.OpenAsync(folder.Cut(new Random(seed)), seed: 7);
            Assert.Equal(facts, await JournalFixture.FactsAsync(after));
            Assert.Empty(after.Report.Holes);
        }
    }

    [Fact]
    public async Task When_a_new_segment_fails_too_nothing_is_acknowledged_any_more_and_everyone_is_told()
    {
        var folder = new MemoryFolder();
        await using var journal = await JournalFixture.OpenAsync(folder);
        var kept = await journal.AppendAsync(Sample.Note(1), Ct);
        folder.Before = (operation, _) =>
        {
            if (operation == "sync")
            {
                throw MemoryFolder.Error(InputOutputError);
            }
        };
        var follower = Task.Run(
            async () =>
            {
                var seen = 0;
                var error = await Assert.ThrowsAsync<JournalFailedException>(async () =>
                {
                    await foreach (var _ in journal.ReadAsync(1, follow: true, Ct))
                    {
                        seen++;
                    }
                });
                return (seen, error);
            },
            Ct);
        var waiting = Enumerable.Range(2, 5).Select(i => journal.AppendAsync(Sample.Note(i), Ct).AsTask()).ToList();
        foreach (var append in waiting)
        {
            var error = await Assert.ThrowsAsync<JournalFailedException>(() => append);
            Assert.Contains("in a new segment too", error.Message, StringComparison.Ordinal);
        }

        await Assert.ThrowsAsync<JournalFailedException>(async () => await journal.AppendAsync(Sample.Note(9), Ct));
        Assert.Equal(1, journal.DurablePosition);
        Assert.Equal(1, (await follower).seen);

        await journal.DisposeAsync();
        folder.Before = null;
        await using var again = await JournalFixture.OpenAsync(folder, seed: 2);
        Assert.Equal(kept, (await JournalFixture.FactsAsync(again))[0]);
    }

    [Fact]
    public async Task What_an_open_shows_after_failed_syncs_survives_the_next_power_cut()
    {
        var folder = new MemoryFolder();
        var journal = await JournalFixture.OpenAsync(folder);
        await journal.AppendAsync(Sample.Note(1), Ct);
        folder.Before = (operation, _) =>
        {
            if (operation == "sync")
            {
                throw MemoryFolder.Error(InputOutputError);
            }
        };
        await Assert.ThrowsAsync<JournalFailedException>(async () => await journal.AppendAsync(Sample.Note(2), Ct));
        await journal.DisposeAsync();

        // The second fact can be read from the cache though it never reached the medium, and the next sync will not say so.
        folder = folder.Killed();
        var again = await JournalFixture.OpenAsync(folder, seed: 2);
        var shown = await JournalFixture.FactsAsync(again);
        Assert.Equal(2, shown.Count);
        Assert.Equal(2, again.DurablePosition);
        for (var seed = 0; seed < 20; seed++)
        {
            await using var after = await JournalFixture.OpenAsync(folder.Cut(new Random(seed)), seed: 3);
            Assert.Equal(shown, await JournalFixture.FactsAsync(after));
        }
    }

    [Fact]
    public async Task A_full_disk_takes_the_reserve_and_goes_on()
    {
        var folder = new MemoryFolder();
        await using var journal = await JournalFixture.OpenAsync(folder, reserve: 1 << 20);
        var facts = new List<Fact> { await journal.AppendAsync(Sample.Note(1), Ct) };
        folder.Before = (operation, _) =>
        {
            if (operation == "write" && folder.Names().Contains(ReserveFile.Name))
            {
                throw MemoryFolder.Error(Libc.NoSpace);
            }
        };
        facts.Add(await journal.AppendAsync(Sample.Note(2), Ct));
        facts.Add(await journal.AppendAsync(Sample.Note(3), Ct));
        Assert.DoesNotContain(ReserveFile.Name, folder.Names());
        Assert.Equal(facts, await JournalFixture.FactsAsync(journal));
    }

    [Fact]
    public async Task Opening_on_a_full_disk_takes_the_reserve_too()
    {
        var folder = new MemoryFolder();
        await using (var journal = await JournalFixture.OpenAsync(folder, reserve: 1 << 20))
        {
            await journal.AppendAsync(Sample.Note(1), Ct);
            folder = folder.Cut(new Random(1));
        }

        folder.Before = (operation, _) =>
        {
            if (operation == "write" && folder.Names().Contains(ReserveFile.Name))
            {
                throw MemoryFolder.Error(Libc.NoSpace);
            }
        };
        await using var again = await JournalFixture.OpenAsync(folder, seed: 2, reserve: 0);
        Assert.Single(await JournalFixture.FactsAsync(again));
    }

    [Fact]
    public async Task Every_failing_step_of_opening_leaves_a_journal_that_opens_whole_afterwards()
    {
        for (var step = 0; ; step++)
        {
            var folder = new MemoryFolder();
            var facts = new List<Fact>();
            var journal = await JournalFixture.OpenAsync(folder, reserve: 1 << 20);
            for (var i = 0; i < 3; i++)
            {
                facts.Add(await journal.AppendAsync(Sample.Note(i), Ct));
            }

            // A torn record at the end gives the second opening something to set aside.
            using (var file = folder.Open("0000000001.journal", writable: true))
            {
                file.Write([80, 0, 0, 0, 0xAF, 0xFF, 0xFF, 0xFF, 1, 2, 3], file.Length);
            }

            folder = folder.Killed();
            var calls = 0;
            var failed = "";
            folder.Before = (operation, name) =>
            {
                if (calls++ == step)
                {
                    failed = $"{operation} {name}";
                    throw MemoryFolder.Error(InputOutputError);
                }
            };
            try
            {
                await using var second = await JournalFixture.OpenAsync(folder, seed: 2, reserve: 1 << 20);
                Assert.Equal(facts, await JournalFixture.FactsAsync(second));
            }
            catch (IOException)
            {
                Assert.NotEqual("", failed);
            }

            if (failed.Length == 0)
            {
                Assert.True(step > 5);
                break;
            }

            for (var seed = 0; seed < 5; seed++)
            {
                await using var third = await JournalFixture.OpenAsync(folder.Cut(new Random(seed)), seed: 3);
                Assert.True(facts.SequenceEqual(await JournalFixture.FactsAsync(third)), $"after failing {failed}, seed {seed}");
            }
        }
    }

    [Fact]
    public async Task A_program_that_is_being_started_does_not_keep_a_closed_journal_locked()
    {
        using var folder = new TempFolder(inMemory: true);
        using var stop = new CancellationTokenSource();
        var starting = Task.Run(
            () =>
            {
                while (!stop.IsCancellationRequested)
                {
                    using var child = System.Diagnostics.Process.Start("/bin/true");
                    child.WaitForExit();
                }
            },
            Ct);
        for (var i = 0; i < 300; i++)
        {
            await using var journal = await JournalFixture.OpenAsync(folder.Path, seed: i);
        }

        await stop.CancelAsync();
        await starting;
    }

    [Fact]
    public async Task A_second_process_is_refused_by_name_and_may_come_when_the_first_is_gone()
    {
        using var folder = new TempFolder();
        await using (await JournalFixture.OpenAsync(folder.Path))
        {
            var error = await Assert.ThrowsAsync<JournalInUseException>(() => JournalFixture.OpenAsync(folder.Path, seed: 2));
            Assert.Contains(folder.Path, error.Message, StringComparison.Ordinal);
            Assert.Equal(Environment.ProcessId, error.Holder);
        }

        await using var again = await JournalFixture.OpenAsync(folder.Path, seed: 3);
        Assert.Equal(0, again.DurablePosition);
    }
}
