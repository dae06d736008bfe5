using System.Globalization;
using Device.Boards;
using Device.Core.Power;

namespace Device.Cli.SelfTests;

/// <summary>Keys, battery, clock and front light.</summary>
internal static class DeviceTests
{
    private static readonly TimeSpan MostDrift = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan KeyPatience = TimeSpan.FromSeconds(15);

    internal static async Task<SelfTestResult> ButtonsAsync(OpenBoard board, Func<string, Task> ask, CancellationToken cancellationToken)
    {
        if (board.Devices.Events.Count == 0)
        {
            return Missing("buttons", board, board.Profile.Buttons is null && board.Profile.Coprocessor is null);
        }

        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(KeyPatience);
        if (board.Devices.PressKey is { } press)
        {
            press(board.Profile.Buttons?.Gpio is { } gpio ? Event(gpio.Keys[0].Role.ToString()) : DeviceEventKind.PageForward);
        }
        else
        {
            await ask($"press any key, or close and open the lid, within {KeyPatience.TotalSeconds:F0} s");
        }

        var waiting = board.Devices.Events.Select(e => FirstAsync(e, limit.Token)).ToArray();
        var first = await Task.WhenAny(waiting);
        await limit.CancelAsync();
        await Task.WhenAll(waiting);
        cancellationToken.ThrowIfCancellationRequested();
        return await first is { } kind
            ? SelfTestResult.Ok("buttons", $"{kind} arrived")
            : SelfTestResult.Failed("buttons", $"no key arrived within {KeyPatience.TotalSeconds:F0} s", "pins and isPullUp of the profile, or 'devicectl doctor'; the kernel's view: evtest");
    }

    internal static async Task<SelfTestResult> BatteryAsync(OpenBoard board, CancellationToken cancellationToken)
    {
        if (board.Devices.Battery is not { } battery)
        {
            return Missing("battery", board, board.Profile.Battery is null);
        }

        var state = await battery.ReadAsync(cancellationToken);
        return SelfTestResult.Ok("battery", string.Create(CultureInfo.InvariantCulture, $"{state.Level:F0} %, {state.Volts:F2} V, {state.Charge}"));
    }

    internal static async Task<SelfTestResult> ClockAsync(OpenBoard board, TimeProvider time, CancellationToken cancellationToken)
    {
        if (board.Devices.Clock is not { } clock)
        {
            return Missing("rtc", board, board.Profile.Rtc is null);
        }

        // A chip that is emulated begins as one that has lost its supply.
        if (board.Glass is not null)
        {
            await clock.SetAsync(time.GetUtcNow(), cancellationToken);
        }

        var now = await clock.ReadAsync(cancellationToken);
        return now is not { } said ? SelfTestResult.Failed("rtc", "the clock has stopped and was not set since", "its backup battery; then 'hwclock --systohc', or let the time service set it")
            : (said - time.GetUtcNow()).Duration() > MostDrift ? SelfTestResult.Failed("rtc", $"{said:u}, the system says {time.GetUtcNow():u}", "'hwclock --systohc' when the system is right")
            : SelfTestResult.Ok("rtc", $"{said:u}");
    }

    internal static async Task<SelfTestResult> LightAsync(OpenBoard board, CancellationToken cancellationToken)
    {
        if (board.Devices.Light is not { } light)
        {
            return Missing("frontLight", board, board.Profile.FrontLight is null);
        }

        foreach (var level in new FrontLightLevel[] { new(100, 0), new(100, 100), new(30, 50), FrontLightLevel.Off })
        {
            await light.SetAsync(level, cancellationToken);
            await Task.Delay(board.Glass is null ? TimeSpan.FromMilliseconds(700) : TimeSpan.Zero, TimeProvider.System, cancellationToken);
        }

        return SelfTestResult.Ok("frontLight", board.Glass is null ? $"look at it: full{(light.HasWarmth ? " and cold, full and warm" : "")}, dim, off" : "full, warm, dim and off were taken");
    }

    private static SelfTestResult Missing(string part, OpenBoard board, bool isLeftOut) => isLeftOut
        ? SelfTestResult.Skipped(part, "the profile names none")
        : SelfTestResult.Failed(
            part, board.Devices.Problems.FirstOrDefault(p => p.StartsWith(part, StringComparison.Ordinal)) ?? "could not be opened",
            "is the kernel's driver loaded, and may this user open the device? firmware/image/udev has the rules");

    private static DeviceEventKind Event(string role) => role switch
    {
        "Power" => DeviceEventKind.PowerKey,
        "PageBack" => DeviceEventKind.PageBack,
        "Home" => DeviceEventKind.Home,
        "Lid" => DeviceEventKind.LidClosed,
        "PenHolder" => DeviceEventKind.PenInserted,
        _ => DeviceEventKind.PageForward,
    };

    private static async Task<DeviceEventKind?> FirstAsync(IDeviceEvents events, CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var item in events.ReadAllAsync(cancellationToken))
            {
                return item.Kind;
            }
        }
        catch (OperationCanceledException)
        {
            // Another source was first, or nobody pressed anything.
        }

        return null;
    }
}
