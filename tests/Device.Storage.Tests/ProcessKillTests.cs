using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Device.Storage.Tests;

/// <summary>A real process, killed or failed at its system calls.</summary>
public sealed class ProcessKillTests : IDisposable
{
    private readonly TempFolder _folder = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Whatever_a_killed_process_had_acknowledged_is_there()
    {
        var acknowledged = new List<(ulong Epoch, ulong Sequence)>();
        for (var round = 0; round < 3; round++)
        {
            using var child = Process.Start(
                new ProcessStartInfo(AppendingChild.Executable, [AppendingChild.Verb, _folder.Path, "1000000", "8"]) { RedirectStandardOutput = true })!;
            for (var lines = 0; lines < 60 + (round * 37); lines++)
            {
                Add(acknowledged, await child.StandardOutput.ReadLineAsync(Ct));
            }

            child.Kill();
            while (await child.StandardOutput.ReadLineAsync(Ct) is { } line)
            {
                Add(acknowledged, line);
            }

            await child.WaitForExitAsync(Ct);
            Assert.Equal(137, child.ExitCode);
        }

        await using var journal = await JournalFixture.OpenAsync(_folder.Path, seed: 4);
        var there = (await JournalFixture.FactsAsync(journal)).Select(f => (f.Id.Epoch, f.Id.Sequence)).ToHashSet();
        Assert.InRange(acknowledged.Count, 180, int.MaxValue);
        Assert.Equal(acknowledged.Count, acknowledged.Distinct().Count());
        Assert.DoesNotContain(acknowledged, a => !there.Contains(a));
        Assert.Empty(journal.Report.Holes);
    }

    [Theory]
    [InlineData("error=EIO:when=3+", true)]
    [InlineData("error=EIO:when=4", false)]
    [InlineData("error=ENOSPC:when=5", false)]
    public async Task No_acknowledgement_follows_a_failed_sync_of_the_real_program(string fault, bool forGood)
    {
        if (!File.Exists("/usr/bin/strace"))
        {
            Assert.Skip("strace is not installed: system calls cannot be made to fail");
        }

        var trace = _folder.At("trace");
        using var child = Process.Start(new ProcessStartInfo(
            "/usr/bin/strace",
            ["-f", "-qq", "--seccomp-bpf", "-o", trace, "-e", "trace=fsync,fdatasync,write", "-e", $"inject=fdatasync:{fault}",
                AppendingChild.Executable, AppendingChild.Verb, _folder.At("journal"), "40", "1"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var acknowledged = new List<(ulong Epoch, ulong Sequence)>();
        var failed = false;
        while (await child.StandardOutput.ReadLineAsync(Ct) is { } line)
        {
            failed |= line == "failed";
            Add(acknowledged, line);
        }

        var errors = await child.StandardError.ReadToEndAsync(Ct);
        await child.WaitForExitAsync(Ct);
        if (errors.Contains("ptrace", StringComparison.OrdinalIgnoreCase))
        {
            Assert.Skip($"strace may not trace here: {errors.Trim()}");
        }

        Assert.Equal(forGood, failed);
        Assert.True(forGood || acknowledged.Count == 40, $"{acknowledged.Count} acknowledged; {errors}");
        AssertOrder(await File.ReadAllLinesAsync(trace, Ct));

        await using var journal = await JournalFixture.OpenAsync(_folder.At("journal"), seed: 4);
        var there = (await JournalFixture.FactsAsync(journal)).Select(f => (f.Id.Epoch, f.Id.Sequence)).ToHashSet();
        Assert.DoesNotContain(acknowledged, a => !there.Contains(a));
    }

    /// <summary>Between a sync that failed and the next that succeeds nothing is acknowledged.</summary>
    private static void AssertOrder(string[] trace)
    {
        var (synced, failures) = (true, 0);
        foreach (var line in trace)
        {
            if (Regex.IsMatch(line, @"fdatasync.*= -1 .*INJECTED"))
            {
                synced = false;
                failures++;
            }
            else if (Regex.IsMatch(line, @"fdatasync.*= 0"))
            {
                synced = true;
            }
            else if (line.Contains("write(", StringComparison.Ordinal) && line.Contains("acknowledged", StringComparison.Ordinal))
            {
                Assert.True(synced, line);
            }
        }

        Assert.True(failures > 0, "no sync was made to fail");
    }

    private static void Add(List<(ulong Epoch, ulong Sequence)> acknowledged, string? line)
    {
        if (line?.Split(' ') is ["acknowledged", var epoch, var sequence])
        {
            acknowledged.Add((
                ulong.Parse(epoch, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture), ulong.Parse(sequence, CultureInfo.InvariantCulture)));
        }
    }
}
