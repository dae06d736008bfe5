using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using Device.Core.Power;
using Device.Hardware.Panels;

namespace Device.Hardware.SystemPower;

/// <summary>
/// Sleep and switching off through systemd. <c>systemctl suspend</c> only enqueues the sleep, so that the kernel's count of sleeps
/// tells when the machine has slept and woken. One caller at a time.
/// </summary>
public sealed class LinuxPower : ISystemPower
{
    private const int MostErrorCharacters = 400;
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(100);

    private readonly LinuxPowerOptions _options;
    private readonly TimeProvider _time;

    /// <summary>Makes it; nothing is run yet.</summary>
    /// <param name="options">Programs and limits.</param>
    /// <param name="timeProvider">The clock; null for the system's.</param>
    /// <exception cref="ArgumentException">The options cannot be used.</exception>
    public LinuxPower(LinuxPowerOptions options, TimeProvider? timeProvider = null)
    {
        OptionCheck.ThrowIfAny("linuxPower", options.Validate());
        (_options, _time) = (options, timeProvider ?? TimeProvider.System);
    }

    /// <inheritdoc/>
    public async ValueTask SuspendAsync(CancellationToken cancellationToken)
    {
        var before = ReadSleeps();
        await RunAsync("suspend", cancellationToken);

        // The kernel freezes this program while the machine sleeps, and its monotonic clock stands still: this is time awake.
        var start = _time.GetTimestamp();
        while (ReadSleeps() <= before)
        {
            if (_time.GetElapsedTime(start) > TimeSpan.FromMilliseconds(_options.Timeout))
            {
                throw new IOException($"{_options.Systemctl} suspend: accepted, but {_options.SuspendStats} still says {before} after {_options.Timeout} ms awake");
            }

            await Task.Delay(Look, _time, cancellationToken);
        }
    }

    /// <inheritdoc/>
    public async ValueTask PowerOffAsync(CancellationToken cancellationToken) => await RunAsync("poweroff", cancellationToken);

    private long ReadSleeps()
    {
        try
        {
            var text = File.ReadAllText(_options.SuspendStats).Trim();
            return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count)
                ? count
                : throw new IOException($"{_options.SuspendStats}: '{text}' found, a number expected");
        }
        catch (UnauthorizedAccessException e)
        {
            throw new IOException($"{_options.SuspendStats}: this user may not read it", e);
        }
    }

    private async Task RunAsync(string verb, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMilliseconds(_options.Timeout), _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        Process? process = null;
        try
        {
            process = Process.Start(new ProcessStartInfo(_options.Systemctl, ["--no-ask-password", verb]) { RedirectStandardError = true })
                ?? throw new IOException($"{_options.Systemctl} {verb}: not started");
            var error = await process.StandardError.ReadToEndAsync(either.Token);
            await process.WaitForExitAsync(either.Token);
            if (process.ExitCode != 0)
            {
                throw new IOException($"{_options.Systemctl} {verb}: exit code {process.ExitCode}, 0 expected: {error[..Math.Min(error.Length, MostErrorCharacters)].Trim()}");
            }
        }
        catch (Win32Exception e)
        {
            throw new IOException($"{_options.Systemctl} {verb}: cannot be run: {e.Message}", e);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            process?.Kill();
            throw new IOException($"{_options.Systemctl} {verb}: no end after {_options.Timeout} ms");
        }
        finally
        {
            process?.Dispose();
        }
    }
}
