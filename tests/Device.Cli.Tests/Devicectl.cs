using System.Diagnostics;

namespace Device.Cli.Tests;

/// <summary>The built program, run as a person runs it.</summary>
internal static class Devicectl
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(2);

    internal static string TinyModel => Path.Combine(AppContext.BaseDirectory, "tiny");

    internal static async Task<Outcome> RunAsync(params string[] args)
    {
        using var process = Start(args);
        return await EndAsync(process);
    }

    internal static Process Start(params string[] args) => Process.Start(
        new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, "devicectl"), args)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        })!;

    internal static async Task<Outcome> EndAsync(Process process)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(Longest);
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(limit.Token);
            var error = process.StandardError.ReadToEndAsync(limit.Token);
            await process.WaitForExitAsync(limit.Token);
            return new Outcome(process.ExitCode, await output, await error);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
    }

    internal sealed record Outcome(int Code, string Output, string Error);
}
