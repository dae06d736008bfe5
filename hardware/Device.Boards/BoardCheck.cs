using Device.Hardware.Audio;
using Device.Hardware.Battery.Max17048;
using Device.Hardware.Battery.PowerSupply;
using Device.Hardware.Buttons;
using Device.Hardware.FrontLight.Backlight;
using Device.Hardware.FrontLight.Lm3630a;
using Device.Hardware.I2c;
using Device.Hardware.Panels;
using Device.Hardware.Rtc.Ds3231;
using Device.Hardware.Rtc.LinuxRtc;
using Device.Hardware.SystemPower;

namespace Device.Boards;

/// <summary>Finds what is wrong with a board profile. Every fault carries the field's path in the file.</summary>
internal static class BoardCheck
{
    public static IReadOnlyList<OptionFault> Faults(BoardProfile board)
    {
        var check = new OptionCheck()
            .Require(board.Name.Length is > 0 and <= 32 && board.Name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-'), "name", board.Name, "1 to 32 of a-z, 0-9 and '-'")
            .Require(board.Title.Length is > 0 and <= 80, "title", board.Title, "1 to 80 characters")
            .Range("panel.width", board.Panel.Width, 8, 8192)
            .Range("panel.height", board.Panel.Height, 8, 8192)
            .Range("panel.dotsPerInch", board.Panel.DotsPerInch, 50, 600)
            .Require(board.Panel.GreyLevels is 2 or 4 or 16 or 256, "panel.greyLevels", board.Panel.GreyLevels, "2, 4, 16 or 256")
            .Require(Enum.IsDefined(board.Paper.Template), "paper.template", board.Paper.Template, "blank, lined, grid or mizi")
            .Require(board.Paper.Pitch is >= 3 and <= 100, "paper.pitch", board.Paper.Pitch, "3 to 100");
        DriverSection.Check(check, "panel", board.Panel.Driver, PanelDrivers.Sections(board.Panel));
        Pen(check, board.Pen);
        if (board.Touch is { } touch)
        {
            Touch(check, touch);
        }

        Devices(check, board);
        Pins(check, board);
        Addresses(check, board);
        return check.Faults;
    }

    private static void Pen(OptionCheck check, PenProfile pen)
    {
        check.Require(pen.Driver is "simulated" or "evdev", "pen.driver", pen.Driver, "simulated or evdev");
        if (pen.Driver == "evdev")
        {
            check.Require(pen.Device is { Length: > 1 and <= 200 } path && path[0] == '/', "pen.device", pen.Device, "an event device such as /dev/input/event2");
        }

        Calibration(check, "pen.calibration", pen.Calibration);
    }

    private static void Touch(OptionCheck check, TouchProfile touch)
    {
        DriverSection.Check(check, "touch", touch.Driver, [DriverSection.Plain("simulated"), DriverSection.Plain("evdev")]);
        check.Require(touch.Device is null || (touch.Device is { Length: > 1 and <= 200 } path && path[0] == '/'), "touch.device", touch.Device, "an event device such as /dev/input/event3");
        Calibration(check, "touch.calibration", touch.Calibration);
    }

    private static void Calibration(OptionCheck check, string path, IReadOnlyList<float>? c)
    {
        if (c is null)
        {
            return;
        }

        check.Require(c.Count == 6, path, $"{c.Count} numbers", "six numbers")
            .Require(c.Count != 6 || (Math.Abs((c[0] * c[4]) - (c[1] * c[3])) > 1 && c.All(v => Math.Abs(v) <= 10_000)), path, string.Join(", ", c), "millimetres of two different directions");
    }

    private static void Devices(OptionCheck check, BoardProfile board)
    {
        if (board.Buttons is { } buttons)
        {
            DriverSection.Check(check, "buttons", buttons.Driver,
            [
                DriverSection.Plain("simulated"),
                new("evdev", buttons.Evdev, (buttons.Evdev ?? new EvdevKeysOptions()).Validate),
                new("gpio", buttons.Gpio, (buttons.Gpio ?? new GpioButtonsOptions()).Validate),
            ]);
        }

        if (board.Battery is { } battery)
        {
            DriverSection.Check(check, "battery", battery.Driver,
            [
                DriverSection.Plain("simulated"),
                new("powerSupply", battery.PowerSupply, (battery.PowerSupply ?? new PowerSupplyOptions()).Validate),
                new("max17048", battery.Max17048, (battery.Max17048 ?? new Max17048Options()).Validate),
                DriverSection.Plain("coprocessor"),
            ]);
            check.Require(battery.Driver != "coprocessor" || board.Coprocessor is not null, "coprocessor", "nothing", "an object, since battery.driver is coprocessor,");
        }

        if (board.Rtc is { } rtc)
        {
            DriverSection.Check(check, "rtc", rtc.Driver,
            [
                DriverSection.Plain("simulated"),
                new("linux", rtc.Linux, (rtc.Linux ?? new LinuxRtcOptions()).Validate),
                new("ds3231", rtc.Ds3231, (rtc.Ds3231 ?? new Ds3231Options()).Validate),
            ]);
        }

        if (board.Microphone is { } microphone)
        {
            DriverSection.Check(check, "microphone", microphone.Driver,
                [DriverSection.Plain("simulated"), new("alsa", microphone.Alsa, (microphone.Alsa ?? new MicrophoneOptions()).Validate)]);
        }

        if (board.Speaker is { } speaker)
        {
            DriverSection.Check(check, "speaker", speaker.Driver,
                [DriverSection.Plain("simulated"), new("alsa", speaker.Alsa, (speaker.Alsa ?? new SpeakerOptions()).Validate)]);
        }

        if (board.FrontLight is { } light)
        {
            DriverSection.Check(check, "frontLight", light.Driver,
            [
                DriverSection.Plain("simulated"),
                new("backlight", light.Backlight, (light.Backlight ?? new BacklightOptions()).Validate),
                new("lm3630a", light.Lm3630a, (light.Lm3630a ?? new Lm3630aOptions()).Validate),
            ]);
        }

        if (board.Power is { } power)
        {
            DriverSection.Check(check, "power", power.Driver,
                [DriverSection.Plain("simulated"), new("systemd", power.Systemd, (power.Systemd ?? new LinuxPowerOptions()).Validate)]);
        }

        check.Add("coprocessor", board.Coprocessor?.Validate() ?? []);
        MuteSwitch(check, board);
    }

    /// <summary>A switch without a microphone does nothing, and a microphone whose switch nobody reads would be open.</summary>
    private static void MuteSwitch(OptionCheck check, BoardProfile board)
    {
        var keys = board.Buttons is { Driver: "gpio", Gpio: { } gpio } ? gpio.Keys : [];
        var at = keys.TakeWhile(k => k.Role != ButtonRole.Mute).Count();
        check.Require(at == keys.Count || board.Microphone is not null, $"buttons.gpio.keys[{at}].role", "mute", "another role, since the board has no microphone,");
        if (board.Microphone is { HasMuteSwitch: true })
        {
            check.Require(board.Buttons is not null, "microphone.hasMuteSwitch", "true", "buttons that have the switch")
                .Require(board.Buttons?.Driver != "gpio" || at < keys.Count, "microphone.hasMuteSwitch", "true", "a key of buttons.gpio with the role mute");
        }
    }

    /// <summary>Two parts on one pin would both work a little.</summary>
    private static void Pins(OptionCheck check, BoardProfile board)
    {
        var panel = board.Panel switch
        {
            { Driver: "it8951", It8951: { } o } => new Dictionary<string, int> { ["resetPin"] = o.ResetPin, ["readyPin"] = o.ReadyPin },
            { Driver: "ssd1680", Ssd1680: { } o } => new() { ["dataPin"] = o.DataPin, ["resetPin"] = o.ResetPin, ["busyPin"] = o.BusyPin },
            _ => [],
        };
        var keys = board.Buttons is { Driver: "gpio", Gpio: { } gpio } ? gpio.Keys : [];
        for (var i = 0; i < keys.Count; i++)
        {
            foreach (var (name, _) in panel.Where(p => p.Value == keys[i].Pin))
            {
                check.Require(false, $"buttons.gpio.keys[{i}].pin", keys[i].Pin, $"another pin than panel.{board.Panel.Driver}.{name}");
            }
        }
    }

    private static void Addresses(OptionCheck check, BoardProfile board)
    {
        var parts = new List<(string Path, I2cPartOptions Options)>();
        Add("battery.max17048", board.Battery?.Driver == "max17048" ? board.Battery.Max17048 ?? new Max17048Options() : null);
        Add("rtc.ds3231", board.Rtc?.Driver == "ds3231" ? board.Rtc.Ds3231 ?? new Ds3231Options() : null);
        Add("frontLight.lm3630a", board.FrontLight?.Driver == "lm3630a" ? board.FrontLight.Lm3630a ?? new Lm3630aOptions() : null);
        for (var i = 1; i < parts.Count; i++)
        {
            foreach (var (path, _) in parts.Take(i).Where(p => (p.Options.Bus, p.Options.Address) == (parts[i].Options.Bus, parts[i].Options.Address)))
            {
                check.Require(false, $"{parts[i].Path}.address", $"0x{parts[i].Options.Address:X2}", $"another address, or another bus, than {path}");
            }
        }

        void Add(string path, I2cPartOptions? options)
        {
            if (options is not null)
            {
                parts.Add((path, options));
            }
        }
    }
}
