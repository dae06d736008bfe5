using Device.Core.Power;
using Device.Core.Speech;
using Device.Hardware.Battery.Max17048;
using Device.Hardware.Battery.PowerSupply;
using Device.Hardware.Buttons;
using Device.Hardware.Coprocessor;
using Device.Hardware.FrontLight.Backlight;
using Device.Hardware.FrontLight.Lm3630a;
using Device.Hardware.Rtc.Ds3231;
using Device.Hardware.Rtc.LinuxRtc;
using Device.Hardware.Simulated.Battery;
using Device.Hardware.Simulated.Buttons;
using Device.Hardware.Simulated.FrontLight;
using Device.Hardware.Simulated.Rtc;
using Device.Hardware.Simulated.SystemPower;
using Device.Hardware.SystemPower;
using Microsoft.Extensions.Logging;

namespace Device.Boards;

/// <summary>Opens what a profile names besides pen and panel. A notebook that lacks one of them still keeps notes, so that none stops the start.</summary>
internal sealed class DeviceDrivers(BoardProfile board, TimeProvider time, ILoggerFactory loggers)
{
    private readonly List<string> _problems = [];
    private readonly MicrophoneMute _mute = new();

    public BoardDevices Open()
    {
        var link = board.Coprocessor is null ? null : Try("coprocessor", () => CoprocessorLink.Open(board.Coprocessor, time, loggers.CreateLogger<CoprocessorLink>()));
        var keys = Keys();
        RequireMuteSwitch(keys);
        var clock = Clock();
        return new BoardDevices(
            [.. new IDeviceEvents?[] { keys, link }.OfType<IDeviceEvents>()], Battery(link), clock, Light(), Power(clock))
        {
            Problems = _problems,
            Mute = _mute,
            PressKey = keys is SimulatedKeys simulated ? simulated.Happen : null,
        };
    }

    private IDeviceEvents? Keys() => board.Buttons switch
    {
        null => null,
        { Driver: "evdev" } p => Try("buttons", () => EvdevKeys.Open(p.Evdev ?? new EvdevKeysOptions(), time, _mute)),
        { Driver: "gpio" } p => Try("buttons", () => new GpioKeys(p.Gpio ?? new GpioButtonsOptions(), null, true, time, _mute)),
        _ => new SimulatedKeys(time, _mute),
    };

    /// <summary>A switch that the board has and nobody can read might be on.</summary>
    private void RequireMuteSwitch(IDeviceEvents? keys)
    {
        var isRead = keys switch
        {
            EvdevKeys evdev => evdev.HasMuteSwitch,
            GpioKeys gpio => gpio.FailedReadings == 0,
            _ => keys is not null,
        };
        if (board.Microphone is { HasMuteSwitch: true } && !isRead)
        {
            _mute.Set(true);
            _problems.Add("microphone: its mute switch cannot be read, and it stays closed");
        }
    }

    private IBattery? Battery(CoprocessorLink? link) => board.Battery switch
    {
        null => null,
        { Driver: "powerSupply" } p => new PowerSupplyBattery(p.PowerSupply ?? new PowerSupplyOptions()),
        { Driver: "max17048" } p => Try("battery", () => Max17048.Open(p.Max17048 ?? new Max17048Options())),
        { Driver: "coprocessor" } => link,
        _ => new SimulatedBattery(time),
    };

    private IRealTimeClock? Clock() => board.Rtc switch
    {
        null => null,
        { Driver: "linux" } p => Try("rtc", () => LinuxRtc.Open(p.Linux ?? new LinuxRtcOptions())),
        { Driver: "ds3231" } p => Try("rtc", () => Ds3231.Open(p.Ds3231 ?? new Ds3231Options())),
        _ => new SimulatedClock(time),
    };

    private IFrontLight? Light() => board.FrontLight switch
    {
        null => null,
        { Driver: "backlight" } p => Try("frontLight", () => BacklightLight.Open(p.Backlight ?? new BacklightOptions())),
        { Driver: "lm3630a" } p => Try("frontLight", () => Lm3630a.Open(p.Lm3630a ?? new Lm3630aOptions())),
        _ => new SimulatedLight(),
    };

    private ISystemPower? Power(IRealTimeClock? clock) => board.Power switch
    {
        null => null,
        { Driver: "systemd" } p => new LinuxPower(p.Systemd ?? new LinuxPowerOptions(), time),
        _ => new SimulatedPower(time, clock as SimulatedClock),
    };

    private T? Try<T>(string section, Func<T> open)
        where T : class
    {
        try
        {
            return open();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or PlatformNotSupportedException)
        {
            _problems.Add($"{section}: {e.Message}");
            return null;
        }
    }
}
