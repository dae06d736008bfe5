using System.Diagnostics;
using Device.Core.Power;
using Device.Core.Speech;
using Device.Hardware.Buttons;
using Device.Hardware.FrontLight.Backlight;
using Device.Lab.Gpio;

namespace Device.Lab.Input;

/// <summary>Keys, lids and lights as the kernel's own drivers give them.</summary>
internal static class KeyChecks
{
    private const ushort Lid = 0;
    private const ushort MuteDevice = 14;
    private const ushort PenInserted = 15;
    private const ushort PageDown = 109;

    public static IReadOnlyList<LabCheck> All =>
    [
        new("keys-of-a-notebook-become-events", KeysAsync),
        new("keys-lid-closed-before-the-start-is-seen", LidAsync),
        new("keys-mute-switch-is-known-once-they-are-open", MuteAsync),
        new("keys-power-button-of-the-kernel", PowerAsync),
        new("light-is-set-through-the-kernel", LightAsync),
    ];

    private static async Task<string> KeysAsync(LabBench bench, CancellationToken ct)
    {
        using var device = await UinputDevice.PlugAsync(bench, "lab keys", [116, PageDown, 104], [], ct, [Lid, PenInserted]);
        using var keys = EvdevKeys.Open(new EvdevKeysOptions { Devices = [device.Path] }, bench.Time);
        await using var events = keys.ReadAllAsync(ct).GetAsyncEnumerator(ct);
        var felt = events.MoveNextAsync().AsTask();

        // Opening has taken the state, so that no key after it is lost to the question for it.
        device.Send(InputWord.Key(PageDown, true));
        device.Send(InputWord.Key(PageDown, false));
        Expect.That(await felt, "a page key was not felt");
        Expect.Same("event", DeviceEventKind.PageForward, events.Current.Kind);
        device.Send(InputWord.Switch(Lid, true));
        await ExpectAsync(events, DeviceEventKind.LidClosed);
        device.Send(InputWord.Switch(Lid, false));
        await ExpectAsync(events, DeviceEventKind.LidOpened);
        device.Send(InputWord.Switch(PenInserted, true));
        await ExpectAsync(events, DeviceEventKind.PenInserted);
        device.Dispose();
        Expect.That(!await events.MoveNextAsync(), "a device that was unplugged goes on");
        return "page key, lid, pen holder; unplugging ends the stream";
    }

    private static async Task<string> LidAsync(LabBench bench, CancellationToken ct)
    {
        using var device = await UinputDevice.PlugAsync(bench, "lab lid", [], [], ct, [Lid]);
        device.Send(InputWord.Switch(Lid, true));
        using var keys = EvdevKeys.Open(new EvdevKeysOptions(), bench.Time);
        await using var events = keys.ReadAllAsync(ct).GetAsyncEnumerator(ct);
        await ExpectAsync(events, DeviceEventKind.LidClosed);
        return "EVIOCGSW gives the switch";
    }

    private static async Task<string> MuteAsync(LabBench bench, CancellationToken ct)
    {
        using var device = await UinputDevice.PlugAsync(bench, "lab mute", [], [], ct, [MuteDevice]);
        device.Send(InputWord.Switch(MuteDevice, true));
        var mute = new MicrophoneMute();
        using var keys = EvdevKeys.Open(new EvdevKeysOptions(), bench.Time, mute);

        // Not later: whoever opens the microphone next must not be heard.
        Expect.That(mute.IsMuted, "SW_MUTE_DEVICE is on and the microphone is not muted");
        Expect.That(keys.HasMuteSwitch, "SW_MUTE_DEVICE is not seen among the switches");
        await using var events = keys.ReadAllAsync(ct).GetAsyncEnumerator(ct);
        await ExpectAsync(events, DeviceEventKind.MicrophoneMuted);
        device.Send(InputWord.Switch(MuteDevice, false));
        await ExpectAsync(events, DeviceEventKind.MicrophoneUnmuted);
        Expect.That(!mute.IsMuted, "SW_MUTE_DEVICE is off and the microphone is muted");
        return "SW_MUTE_DEVICE, on before the start and off after it";
    }

    private static async Task<string> PowerAsync(LabBench bench, CancellationToken ct)
    {
        using (var modprobe = Process.Start("modprobe", "gpio_keys"))
        {
            await modprobe.WaitForExitAsync(ct);
            Expect.Same("modprobe gpio_keys", 0, modprobe.ExitCode);
        }

        await bench.UntilAsync("the device of gpio-keys", () => Directory.GetFiles("/dev/input", "event*").Length > 0, ct);
        using var keys = EvdevKeys.Open(new EvdevKeysOptions(), bench.Time);
        await using var events = keys.ReadAllAsync(ct).GetAsyncEnumerator(ct);
        var felt = events.MoveNextAsync().AsTask();
        var presses = await PowerButton.PressAsync(bench, felt, () => $"losses: {keys.Drops}", ct);
        Expect.That(await felt, "the keys ended");
        Expect.Same("event", DeviceEventKind.PowerKey, events.Current.Kind);
        return $"gpio-keys on the PL061 reports KEY_POWER, press {presses} was felt";
    }

    private static async Task<string> LightAsync(LabBench bench, CancellationToken ct)
    {
        using var device = await UinputDevice.PlugAsync(bench, "lab light", [30], [], ct, leds: [1]);
        var folder = $"/sys/class/leds/{device.Name}::capslock";
        await bench.UntilAsync(folder, () => Directory.Exists(folder), ct);
        var light = BacklightLight.Open(new BacklightOptions { Cold = folder });
        foreach (var (level, expected) in new[] { (100, "1"), (0, "0"), (100, "1") })
        {
            await light.SetAsync(new FrontLightLevel(level, 0), ct);
            var file = Path.Combine(folder, "brightness");
            await bench.UntilAsync($"{file} to be {expected}", () => File.ReadAllText(file).Trim() == expected, ct);
        }

        return "an LED of the kernel with one step: on, off, on";
    }

    private static async Task ExpectAsync(IAsyncEnumerator<DeviceEvent> events, DeviceEventKind kind)
    {
        Expect.That(await events.MoveNextAsync(), $"the keys ended before {kind}");
        Expect.Same("event", kind, events.Current.Kind);
    }
}
