using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Device.Interop.Tests.EndToEnd;

/// <summary>A program that a test started; it is ended by its id.</summary>
internal sealed partial class Run : IAsyncDisposable
{
    public const int Interrupt = 2;

    public const int Terminate = 15;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private readonly Process _process;
    private readonly ConcurrentQueue<string> _output = new();
    private readonly ConcurrentQueue<string> _errors = new();
    private readonly Task _reading;

    private Run(Process process)
    {
        _process = process;
        _reading = Task.WhenAll(CopyAsync(process.StandardOutput, _output), CopyAsync(process.StandardError, _errors));
    }

    public string Output => string.Join('\n', _output);

    public string Errors => string.Join('\n', _errors);

    public int Id => _process.Id;

    public static Run Start(string program, params IEnumerable<string> arguments) => Start(program, new Dictionary<string, string>(), arguments);

    public static Run Start(string program, IReadOnlyDictionary<string, string> environment, IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["DEVICE_REPOSITORY"] = Built.Root;
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        return new Run(Process.Start(start)!);
    }

    /// <summary>Waits for the end; a program that hangs fails the test with what it said.</summary>
    public async Task<int> ExitAsync()
    {
        try
        {
            await _process.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(Patience, TestContext.Current.CancellationToken);
        }
        catch (TimeoutException)
        {
            Assert.Fail($"still running after {Patience}:\n{Output}\n{Errors}");
        }

        await _reading;
        return _process.ExitCode;
    }

    /// <summary>Waits for a line on standard error that holds some text.</summary>
    public async Task<string> SaysAsync(string text)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(Patience);
        while (true)
        {
            if (_errors.FirstOrDefault(l => l.Contains(text, StringComparison.Ordinal)) is { } line)
            {
                return line;
            }

            Assert.False(_process.HasExited && _reading.IsCompleted, $"ended with {(_process.HasExited ? _process.ExitCode : 0)} before it said '{text}':\n{Output}\n{Errors}");
            await Task.Delay(20, limit.Token);
        }
    }

    public void Signal(int signal) => _ = Kill(_process.Id, signal);

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            Signal(Terminate);
            try
            {
                await _process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(20));
            }
            catch (TimeoutException)
            {
                _process.Kill(entireProcessTree: true);
            }
        }

        _process.Dispose();
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int process, int signal);

    private static async Task CopyAsync(StreamReader from, ConcurrentQueue<string> to)
    {
        while (await from.ReadLineAsync() is { } line)
        {
            to.Enqueue(line);
        }
    }
}
