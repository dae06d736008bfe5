using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Device.Storage.Tests;

/// <summary>
/// The real program, killed or failed at the n-th of each system call that changes the medium, for n through all of its work.
/// The walk takes a part of the steps within a minute; DEVICE_STORAGE_WALK=full takes all.
/// </summary>
public sealed class SystemCallWalkTests : IDisposable
{
    private const string Strace = "/usr/bin/strace";
    private const int Rounds = 3;
    private const int AtOnce = 2;

    private static readonly string[] Calls = ["pwrite64", "fdatasync", "fsync", "rename", "unlink"];
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(45);

    /// <summary>A child that has not ended by then hangs, however busy the machine is.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    /// <summary>With it strace injects errors but no signals.</summary>
    private static readonly string[] FasterWithoutSignals = ["--seccomp-bpf"];

    private readonly TempFolder _folder = new(inMemory: true);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private static bool Full => Environment.GetEnvironmentVariable("DEVICE_STORAGE_WALK") == "full";

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Whatever_system_call_it_dies_or_fails_at_everything_acknowledged_is_there()
    {
        if (!File.Exists(Strace))
        {
            Assert.Skip("strace is not installed: a process cannot be killed at a system call");
        }

        var (start, done, hit) = (TimeProvider.System.GetTimestamp(), 0, 0);
        var counts = await CountAsync();
        if (counts.Count == 0)
        {
            Assert.Skip("strace may not trace here");
        }

        var all = counts.SelectMany(c => Enumerable.Range(1, c.Value).SelectMany(n => new[] { "signal=SIGKILL", "error=EIO", "error=ENOSPC" }
            .Where(fault => fault == "signal=SIGKILL" || c.Key != "unlink").Select(fault => (Call: c.Key, Fault: fault, When: n)))).ToArray();

        // In an order that covers the whole work however many of them there is time for.
        new Random(DateOnly.FromDateTime(new DateTime(2026, 3, 1)).DayNumber).Shuffle(all);
        await Parallel.ForEachAsync(all, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = Ct }, async (step, _) =>
        {
            if (!Full && Volatile.Read(ref done) >= AtOnce && TimeProvider.System.GetElapsedTime(start) > Limit)
            {
                return;
            }

            if (await StepAsync(step.Call, step.Fault, step.When))
            {
                Interlocked.Increment(ref hit);
            }

            Interlocked.Increment(ref done);
        });
        TestContext.Current.TestOutputHelper!.WriteLine($"{done} of {all.Length} steps, {hit} of them met their system call");
        Assert.InRange(hit, done * 3 / 4, done);

        // A machine that is too busy to try any has proven nothing.
        Assert.InRange(done, 1, all.Length);
    }

    /// <returns>Whether the fault was met.</returns>
    private async Task<bool> StepAsync(string call, string fault, int when)
    {
        var name = $"{call}-{fault.Split('=')[1]}-{when}";
        var folder = _folder.At(name);
        Directory.CreateDirectory(folder);
        var trace = _folder.At(name + ".trace");
        var (lines, code) = await RunAsync(folder, trace, [.. fault.StartsWith("error", StringComparison.Ordinal) ? FasterWithoutSignals : [], "-e", $"trace={call}", "-e", $"inject={call}:{fault}:when={when}"]);
        var met = code == 137 || File.ReadLines(trace).Any(l => l.Contains("INJECTED", StringComparison.Ordinal));
        await CheckAsync(folder, lines, name);
        Directory.Delete(folder, recursive: true);
        File.Delete(trace);
        return met;
    }

    private static async Task CheckAsync(string folder, IReadOnlyList<string> lines, string step)
    {
        var acknowledged = lines.Select(l => l.Split(' ')).Where(l => l is ["acknowledged", _, _])
            .Select(l => (Epoch: ulong.Parse(l[1], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture), Sequence: ulong.Parse(l[2], CultureInfo.InvariantCulture))).ToList();
        var dropped = lines.Any(l => l.StartsWith("blob", StringComparison.Ordinal));
        await using (var journal = await WholeStoreChild.OpenAsync(folder, WholeStoreChild.Both, 7))
        {
            var there = (await JournalFixture.FactsAsync(journal)).Select(f => (f.Id.Epoch, f.Id.Sequence)).ToList();
            Assert.True(there.Count == there.Distinct().Count(), $"{step}: a name was given twice");
            foreach (var name in acknowledged.Where(a => !dropped || a.Sequence % 3 != 0).Except(there))
            {
                Assert.Fail($"{step}: {name} was acknowledged and is not there");
            }

            Assert.True(journal.Report.Holes.Count == 0 || journal.Report.Tears.Any(t => t.Doubtful), $"{step}: {string.Join(", ", journal.Report.Holes)}");
            await journal.AppendAsync(Sample.Note(1), Ct);
        }

        using var state = new AtomicFile(Path.Combine(folder, "state"), Microsoft.Extensions.Logging.Abstractions.NullLogger<AtomicFile>.Instance);
        if (lines.LastOrDefault(l => l.StartsWith("state ", StringComparison.Ordinal)) is { } last)
        {
            var content = int.Parse((await state.ReadAsync(Ct))!, CultureInfo.InvariantCulture);
            Assert.True(content >= int.Parse(last[6..], CultureInfo.InvariantCulture), $"{step}: state {content}, '{last}' was acknowledged");
        }

        using var blobs = WholeStoreChild.OpenBlobs(folder, WholeStoreChild.Both, 9);
        Assert.True((await blobs.VerifyAsync(Ct)).Damaged.Count == 0, $"{step}: a blob is damaged");
        foreach (var line in lines.Where(l => l.StartsWith("blob ", StringComparison.Ordinal)))
        {
            Assert.True(BlobId.TryParse(line[5..], out var id) && blobs.Contains(id), $"{step}: {line} is not there");
        }
    }

    /// <summary>How often each call is made when nothing fails.</summary>
    private async Task<Dictionary<string, int>> CountAsync()
    {
        var folder = _folder.At("count");
        Directory.CreateDirectory(folder);
        var trace = _folder.At("count.trace");
        var (lines, code) = await RunAsync(folder, trace, ["-e", $"trace={string.Join(',', Calls)}"]);
        if (code != 0 || lines is not [.., "done"])
        {
            return [];
        }

        await CheckAsync(folder, lines, "no fault");
        return File.ReadLines(trace).Select(l => Regex.Match(l, @"^\d+\s+(?<call>\w+)\(")).Where(m => m.Success)
            .GroupBy(m => m.Groups["call"].Value).ToDictionary(g => g.Key, g => g.Count());
    }

    private static async Task<(IReadOnlyList<string> Lines, int Code)> RunAsync(string folder, string trace, IReadOnlyList<string> options)
    {
        var start = new ProcessStartInfo(
            Strace, ["-f", "-qq", "-o", trace, .. options, AppendingChild.Executable, WholeStoreChild.Verb, folder, Rounds.ToString(CultureInfo.InvariantCulture)])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["DOTNET_EnableDiagnostics"] = "0";
        start.Environment["DOTNET_TieredPGO"] = "0";
        using var child = Process.Start(start)!;
        using var patience = new CancellationTokenSource(Patience);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(Ct, patience.Token);
        var lines = new List<string>();
        try
        {
            var errors = child.StandardError.ReadToEndAsync(either.Token);
            while (await child.StandardOutput.ReadLineAsync(either.Token) is { } line)
            {
                lines.Add(line);
            }

            await errors;
            await child.WaitForExitAsync(either.Token);
            return (lines, child.ExitCode);
        }
        catch (OperationCanceledException) when (patience.IsCancellationRequested)
        {
            child.Kill(entireProcessTree: true);
            throw new TimeoutException($"{string.Join(' ', options)}: it did not end; it said {string.Join(", ", lines.TakeLast(5))}");
        }
    }
}
