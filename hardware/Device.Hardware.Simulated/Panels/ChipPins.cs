using System.Device.Gpio;

namespace Device.Hardware.Simulated.Panels;

/// <summary>The pins between a processor and an emulated chip, for a <see cref="GpioController"/>.</summary>
/// <param name="read">The level of a pin that the chip drives; null for a pin it does not have.</param>
/// <param name="write">Takes a level that the processor puts on a pin.</param>
internal sealed class ChipPins(Func<int, PinValue?> read, Action<int, PinValue> write) : GpioDriver
{
    private readonly Dictionary<int, PinMode> _modes = [];
    private readonly Dictionary<int, PinValue> _levels = [];

    protected override int PinCount => 64;

    protected override void OpenPin(int pinNumber) => _modes[pinNumber] = PinMode.Input;

    protected override void ClosePin(int pinNumber) => _modes.Remove(pinNumber);

    protected override void SetPinMode(int pinNumber, PinMode mode) => _modes[pinNumber] = mode;

    protected override PinMode GetPinMode(int pinNumber) => _modes[pinNumber];

    protected override bool IsPinModeSupported(int pinNumber, PinMode mode) => true;

    protected override PinValue Read(int pinNumber) =>
        read(pinNumber) ?? (_levels.TryGetValue(pinNumber, out var level) ? level : PinValue.Low);

    protected override void Write(int pinNumber, PinValue value)
    {
        if (_modes.GetValueOrDefault(pinNumber) != PinMode.Output)
        {
            throw new InvalidOperationException($"pin {pinNumber} is no output");
        }

        _levels[pinNumber] = value;
        write(pinNumber, value);
    }

    protected override WaitForEventResult WaitForEvent(int pinNumber, PinEventTypes eventTypes, CancellationToken cancellationToken) =>
        throw new NotSupportedException("the emulated pins are polled");

    protected override void AddCallbackForPinValueChangedEvent(int pinNumber, PinEventTypes eventTypes, PinChangeEventHandler callback) =>
        throw new NotSupportedException("the emulated pins are polled");

    protected override void RemoveCallbackForPinValueChangedEvent(int pinNumber, PinChangeEventHandler callback)
    {
    }
}
