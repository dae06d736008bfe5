using System.Device.Gpio;

namespace Device.Coprocessor.Nano;

/// <summary>A board whose signals are plain pins. The battery is not measured: a board with a gauge adds it here.</summary>
public sealed class GpioBoard : IBoard
{
    private const int ResetSamples = 10;

    private readonly GpioPin? _button;
    private readonly GpioPin? _lid;
    private readonly GpioPin? _pen;
    private readonly GpioPin? _externalPower;
    private readonly GpioPin? _charging;
    private readonly GpioPin? _hostEnable;
    private readonly GpioPin? _hostReset;
    private readonly GpioPin? _hostInterrupt;
    private int _resetLeft;

    /// <summary>Opens the pins.</summary>
    public GpioBoard(GpioController gpio, BoardPins pins)
    {
        _button = Open(gpio, pins.PowerButton, PinMode.InputPullUp);
        _lid = Open(gpio, pins.Lid, PinMode.InputPullUp);
        _pen = Open(gpio, pins.PenWake, PinMode.InputPullUp);
        _externalPower = Open(gpio, pins.ExternalPower, PinMode.Input);
        _charging = Open(gpio, pins.Charging, PinMode.InputPullUp);
        _hostEnable = Open(gpio, pins.HostEnable, PinMode.Output);
        _hostReset = Open(gpio, pins.HostReset, PinMode.Output);
        _hostInterrupt = Open(gpio, pins.HostInterrupt, PinMode.Output);
        Write(_hostReset, true);
        Write(_hostInterrupt, true);
    }

    /// <inheritdoc/>
    public BoardInputs Sample()
    {
        // The reset pulse lasts a few polls, counted here because no call may wait.
        if (_resetLeft > 0 && --_resetLeft == 0)
        {
            Write(_hostReset, true);
        }

        return new BoardInputs(IsLow(_button), IsLow(_lid), IsLow(_pen), IsHigh(_externalPower), IsLow(_charging), 0);
    }

    /// <inheritdoc/>
    public void SetHostPower(bool isOn)
    {
        Write(_hostEnable, isOn);
    }

    /// <inheritdoc/>
    public void ResetHost()
    {
        Write(_hostReset, false);
        _resetLeft = ResetSamples;
    }

    /// <inheritdoc/>
    public void SetHostInterrupt(bool isAsserted)
    {
        Write(_hostInterrupt, !isAsserted);
    }

    private static GpioPin? Open(GpioController gpio, int pin, PinMode mode)
    {
        return pin < 0 ? null : gpio.OpenPin(pin, mode);
    }

    private static bool IsLow(GpioPin? pin)
    {
        return pin != null && pin.Read() == PinValue.Low;
    }

    private static bool IsHigh(GpioPin? pin)
    {
        return pin != null && pin.Read() == PinValue.High;
    }

    private static void Write(GpioPin? pin, bool isHigh)
    {
        if (pin != null)
        {
            pin.Write(isHigh ? PinValue.High : PinValue.Low);
        }
    }
}
