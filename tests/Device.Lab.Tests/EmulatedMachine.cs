using System.Diagnostics;

namespace Device.Lab.Tests;

/// <summary>One run of tools/lab/run for all tests: the machine boots once.</summary>
public sealed class EmulatedMachine : IAsyncLifetime
{
    private const int NoEmulator = 3;
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(50);

    private readonly Dictionary<string, (string Result, string Words)> _results = [];

    /// <summary>Why there is no machine; null when there is one.</summary>
    public string? WhyAbsent { get; private set; }

    /// <summary>Everything that the run printed.</summary>
    public string Output { get; private set; } = "";

    public async ValueTask InitializeAsync()
    {
        var start = new ProcessStartInfo(Path.Combine(LabChecks.Root, "tools", "lab", "run"), ["--time", "2400"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        using var process = Process.Start(start) ?? throw new InvalidOperationException("tools/lab/run does not start");
        process.StandardInput.Close();
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(Limit);
        try
        {
            var (lines, errors) = (process.StandardOutput.ReadToEndAsync(limit.Token), process.StandardError.ReadToEndAsync(limit.Token));
            await process.WaitForExitAsync(limit.Token);
            Output = await lines + await errors;
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }

        WhyAbsent = process.ExitCode == NoEmulator ? "the emulator cannot be had: " + Output.Trim().ReplaceLineEndings(" ") : null;
        foreach (var line in Output.Split('\n').Select(l => l.TrimEnd('\r').Split(' ', 4)))
        {
            if (line is ["LAB", "ok" or "fail" or "skip", _, ..])
            {
                _results[line[2]] = (line[1], line.Length > 3 ? line[3] : "");
            }
        }
    }

    public ValueTask DisposeAsync() => default;

    /// <summary>What became of a check: ok, fail or skip, and what was said; null when the machine never came to it.</summary>
    public (string Result, string Words)? Find(string name) => _results.TryGetValue(name, out var result) ? result : null;
}
