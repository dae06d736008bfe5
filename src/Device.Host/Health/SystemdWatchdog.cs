using System.Globalization;
using Microsoft.Extensions.Hosting.Systemd;

namespace Device.Host.Health;

/// <summary>
/// Tells systemd that the service is alive, at half the time its unit allows (<c>WatchdogSec</c>, sd_watchdog_enabled(3)).
/// A process whose thread pool hangs, or whose notebook never opens, is not alive and is started anew.
/// </summary>
internal sealed class SystemdWatchdog(MachineParts machine, TimeProvider time) : BackgroundService
{
    private static readonly ServiceState Alive = new("WATCHDOG=1");

    /// <summary>The pause between signs of life, or null where systemd does not watch.</summary>
    public static TimeSpan? Interval =>
        long.TryParse(Environment.GetEnvironmentVariable("WATCHDOG_USEC"), NumberStyles.None, CultureInfo.InvariantCulture, out var microseconds) && microseconds > 0
            ? TimeSpan.FromMicroseconds(microseconds / 2.0)
            : null;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var notifier = new SystemdNotifier();
        if (!notifier.IsEnabled || Interval is not { } interval)
        {
            return;
        }

        using var timer = new PeriodicTimer(interval, time);
        do
        {
            if (machine.Desk.IsOpen)
            {
                notifier.Notify(Alive);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }
}
