using System.Globalization;
using Spark.Gateway.Store;

namespace Device.Simulation.Tests.Fleet;

/// <summary>
/// Machines, broker, gateway, media and networks that fail, from seeds. <c>DEVICE_SEEDS=FIRST-LAST</c> plays others, such as
/// 7-7 for one that failed or 1-1000000 for a long run.
/// </summary>
public sealed class FleetTests : IDisposable
{
    private const string Variable = "DEVICE_SEEDS";
    private readonly string _folder = Directory.CreateDirectory(Path.Combine(Memory, $"device-fleet-{Environment.ProcessId}")).FullName;

    /// <summary>The gateway's database is not what is under test here, so it may live in memory.</summary>
    private static string Memory => Directory.Exists("/dev/shm") ? "/dev/shm" : Path.GetTempPath();

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public Task Whatever_fails_nothing_acknowledged_is_lost_and_all_machines_come_to_show_the_same() => JudgeAllAsync("1-1000", hasExile: false);

    // An open fault: with some seeds a fact stays in the expelled machine's journal that the gateway does not have, and the fleet never
    // settles. Machines are expelled only where an operator asks for it, and this is run by name until every seed passes.
    [Fact(Explicit = true)]
    public Task A_machine_expelled_after_months_brings_back_what_it_wrote_and_nothing_that_was_erased() => JudgeAllAsync("1-12", hasExile: true);

    private async Task JudgeAllAsync(string usual, bool hasExile)
    {
        var (first, last) = Seeds(usual);
        var empty = await MigratedAsync();
        var next = first - 1;
        List<string> failures = [];
        var threads = Enumerable.Range(0, Environment.ProcessorCount).Select(_ => new Thread(() =>
        {
            for (int seed; (seed = Interlocked.Increment(ref next)) <= last && failures.Count < 5;)
            {
                if (Judge(seed, empty, hasExile) is { } failure)
                {
                    lock (failures)
                    {
                        failures.Add(failure);
                    }
                }
            }
        })).ToList();
        threads.ForEach(t => t.Start());
        threads.ForEach(t => t.Join());
        Assert.True(failures.Count == 0, $"{string.Join("\n", failures)}\nPlay one again with {Variable}=N-N.");
    }

    private string? Judge(int seed, string empty, bool hasExile)
    {
        try
        {
            var once = Play(seed, empty, hasExile);
            return Play(seed, empty, hasExile) == once ? null : $"seed {seed} does not play the same twice";
        }
        catch (Exception e) when (e is InvariantException or InvalidOperationException)
        {
            return $"seed {seed}: {e.Message}";
        }
    }

    private ulong Play(int seed, string empty, bool hasExile)
    {
        var database = Path.Combine(_folder, $"{seed}-{Environment.CurrentManagedThreadId}.db");
        File.Copy(empty, database, overwrite: true);
        try
        {
            using var world = new FleetWorld(seed, database, hasExile);
            world.Play();
            return world.Scheduler.Trace;
        }
        finally
        {
            foreach (var file in Directory.GetFiles(_folder, Path.GetFileName(database) + "*"))
            {
                File.Delete(file);
            }
        }
    }

    private async Task<string> MigratedAsync()
    {
        var file = Path.Combine(_folder, "empty.db");
        await using (var store = new SqliteAccountStore(new StoreOptions { SqliteFile = file }))
        {
            await store.MigrateAsync(TestContext.Current.CancellationToken);
        }

        return file;
    }

    private static (int First, int Last) Seeds(string usual)
    {
        var parts = (Environment.GetEnvironmentVariable(Variable) ?? usual).Split('-');
        return (int.Parse(parts[0], CultureInfo.InvariantCulture), int.Parse(parts[^1], CultureInfo.InvariantCulture));
    }
}
