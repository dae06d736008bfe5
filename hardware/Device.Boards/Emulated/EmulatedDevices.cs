using System.Device.Gpio;
using Device.Core.Power;
using Device.Core.Speech;
using Device.Hardware.Battery.Max17048;
using Device.Hardware.Buttons;
using Device.Hardware.FrontLight.Lm3630a;
using Device.Hardware.I2c;
using Device.Hardware.Rtc.Ds3231;
using Device.Hardware.Simulated.Battery;
using Device.Hardware.Simulated.Buttons;
using Device.Hardware.Simulated.FrontLight;
using Device.Hardware.Simulated.I2c;
using Device.Hardware.Simulated.Rtc;
using Device.Hardware.Simulated.SystemPower;

namespace Device.Boards.Emulated;

/// <summary>
/// What a profile names besides pen and panel, emulated: chips at their bus and contacts at their pins, with the real drivers
/// before them, keys at the kernel's event device too. What else the kernel would have a driver for is simulated at the port, and there is
/// no co-processor.
/// </summary>
internal sealed class EmulatedDevices(BoardProfile board, TimeProvider time)
{
    // A little longer than the keys' debouncing, so that a press counts.
    private const int PressMilliseconds = 120;

    private readonly MicrophoneMute _mute = new();

    public BoardDevices Open()
    {
        var (keys, press, behind) = Keys();
        var clock = Clock();
        return new BoardDevices(keys is null ? [] : [keys], Battery(), clock, Light(), board.Power is null ? null : new SimulatedPower(time, clock as SimulatedClock))
        {
            PressKey = press,
            Mute = _mute,
            Emulated = behind is null ? [] : [behind],
        };
    }

    private (IDeviceEvents? Keys, Action<DeviceEventKind>? Press, IDisposable? Behind) Keys()
    {
        switch (board.Buttons)
        {
            case null:
                return (null, null, null);
            case { Driver: "gpio", Gpio: { } gpio }:
                var pins = new ContactPins(new PinFaults());
                foreach (var key in gpio.Keys)
                {
                    pins.Set(key.Pin, key.IsPullUp);
                }

                return (new GpioKeys(gpio, new GpioController(pins), true, time, _mute), kind => Press(pins, gpio, kind), null);
            case { Driver: "evdev" } evdev:
                var feed = EvdevKeyFeed.Open(evdev.Evdev ?? new EvdevKeysOptions(), time, _mute);
                return (feed.Keys, feed.Happen, feed);
            default:
                var simulated = new SimulatedKeys(time, _mute);
                return (simulated, simulated.Happen, null);
        }
    }

    private void Press(ContactPins pins, GpioButtonsOptions options, DeviceEventKind kind)
    {
        var role = kind switch
        {
            DeviceEventKind.PowerKey => ButtonRole.Power,
            DeviceEventKind.PageForward => ButtonRole.PageForward,
            DeviceEventKind.PageBack => ButtonRole.PageBack,
            DeviceEventKind.Home => ButtonRole.Home,
            DeviceEventKind.LidClosed or DeviceEventKind.LidOpened => ButtonRole.Lid,
            DeviceEventKind.MicrophoneMuted or DeviceEventKind.MicrophoneUnmuted => ButtonRole.Mute,
            _ => ButtonRole.PenHolder,
        };
        if (options.Keys.FirstOrDefault(k => k.Role == role) is not { } key)
        {
            return;
        }

        var isOff = kind == DeviceEventKind.MicrophoneUnmuted;
        pins.Set(key.Pin, isOff ? key.IsPullUp : !key.IsPullUp);
        if (role == ButtonRole.Mute)
        {
            // A switch stays where it was moved to.
            return;
        }

        ITimer? release = null;
        release = time.CreateTimer(
            _ =>
            {
                pins.Set(key.Pin, key.IsPullUp);
                release?.Dispose();
            },
            null, TimeSpan.FromMilliseconds(PressMilliseconds + options.Debounce), Timeout.InfiniteTimeSpan);
    }

    private IBattery? Battery() => board.Battery switch
    {
        null => null,
        { Driver: "max17048" } p => new Max17048(Bus(new Max17048Chip { Rate = -4 }, p.Max17048 ?? new Max17048Options()), p.Max17048),
        _ => new SimulatedBattery(time),
    };

    private IRealTimeClock? Clock() => board.Rtc switch
    {
        null => null,
        { Driver: "ds3231" } p => new Ds3231(Bus(new Ds3231Chip(time), p.Ds3231 ?? new Ds3231Options()), p.Ds3231),
        _ => new SimulatedClock(time),
    };

    private IFrontLight? Light() => board.FrontLight switch
    {
        null => null,
        { Driver: "lm3630a" } p => new Lm3630a(Bus(new Lm3630aChip(), p.Lm3630a ?? new Lm3630aOptions()), p.Lm3630a),
        _ => new SimulatedLight(),
    };

    private static EmulatedI2c Bus(RegisterChip chip, I2cPartOptions options) => new(chip, options.Address, new I2cFaults(), options.Bus);
}
