using System.Diagnostics;
using System.Globalization;

namespace Device.Lab;

/// <summary>Runs checks one after the other and reports each in a line that a program can read.</summary>
internal sealed class LabRun(LabBench bench, TimeProvider time)
{
    // Against a hang only; how fast an emulated processor is says nothing about a driver.
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(12);

    /// <summary>Runs the checks whose names begin with one of the words, or all.</summary>
    /// <returns>The exit code: 0 when nothing failed.</returns>
    public async Task<int> RunAsync(IReadOnlyList<LabCheck> all, string[] words)
    {
        if (words is ["--list"])
        {
            foreach (var check in all)
            {
                bench.Say("check " + check.Name);
            }

            bench.Say("done 0 ok, 0 failed, 0 skipped");
            return 0;
        }

        var (ok, failed, skipped) = (0, 0, 0);
        foreach (var check in all.Where(c => words.Length == 0 || words.Any(w => c.Name.StartsWith(w, StringComparison.Ordinal))))
        {
            var start = time.GetTimestamp();
            var (result, said) = await TryAsync(check);
            var seconds = time.GetElapsedTime(start).TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture);
            bench.Say($"{result} {check.Name} {OneLine(said)} ({seconds} s)");
            (ok, failed, skipped) = result switch
            {
                "ok" => (ok + 1, failed, skipped),
                "skip" => (ok, failed, skipped + 1),
                _ => (ok, failed + 1, skipped),
            };
        }

        if (ok + failed + skipped == 0)
        {
            bench.Say($"fail names no check begins with {string.Join(" or ", words)}");
            failed++;
        }

        bench.Say($"done {ok} ok, {failed} failed, {skipped} skipped");
        return failed == 0 ? 0 : 1;
    }

    private static string OneLine(string text) => text.ReplaceLineEndings(" ");

    private async Task<(string Result, string Words)> TryAsync(LabCheck check)
    {
        using var limit = new CancellationTokenSource(Limit, time);
        try
        {
            // A driver that hangs in the kernel must not take the other checks with it.
            return ("ok", await Task.Run(() => check.RunAsync(bench, limit.Token), limit.Token).WaitAsync(Limit + TimeSpan.FromSeconds(5), time));
        }
        catch (LabSkipException e)
        {
            return ("skip", e.Message);
        }
#pragma warning disable CA1031 // Whatever a driver throws is this check's result.
        catch (Exception e)
#pragma warning restore CA1031
        {
            var place = new StackTrace(e, fNeedFileInfo: true).GetFrames().Select(f => f.GetMethod()?.Name).Take(4);
            return ("fail", e is LabException ? e.Message : $"{e.GetType().Name}: {e.Message} at {string.Join(" < ", place)}");
        }
    }
}
