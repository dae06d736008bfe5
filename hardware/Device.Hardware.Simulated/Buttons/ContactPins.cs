using System.Device.Gpio;

namespace Device.Hardware.Simulated.Buttons;

/// <summary>Pins with contacts, for a <see cref="GpioController"/>: levels that the test sets, interrupts, bounce, and faults. One thread.</summary>
/// <param name="faults">What goes wrong.</param>
public sealed class ContactPins(PinFaults faults) : GpioDriver
{
    private readonly Dictionary<int, PinMode> _modes = [];
    private readonly Dictionary<int, PinValue> _levels = [];
    private readonly Dictionary<int, PinChangeEventHandler> _callbacks = [];

    /// <summary>Whether the pins have resistors that pull down.</summary>
    public bool HasPullDown { get; init; } = true;

    /// <summary>Pins that are open.</summary>
    public int OpenCount => _modes.Count;

    /// <inheritdoc/>
    protected override int PinCount => 1024;

    /// <summary>Puts a level on a pin; tells who listens, unless the interrupt is lost.</summary>
    /// <param name="pin">The pin.</param>
    /// <param name="level">The level.</param>
    public void Set(int pin, PinValue level)
    {
        if (_levels.TryGetValue(pin, out var before) ? before == level : _modes.ContainsKey(pin) && Level(pin) == level)
        {
            return;
        }

        _levels[pin] = level;
        if (faults.LostEdges > 0)
        {
            faults.LostEdges--;
        }
        else if (_callbacks.TryGetValue(pin, out var callback))
        {
            callback(this, new PinValueChangedEventArgs(level == PinValue.High ? PinEventTypes.Rising : PinEventTypes.Falling, pin));
        }
    }

    /// <summary>Lets a contact bounce and come to rest at a level.</summary>
    /// <param name="pin">The pin.</param>
    /// <param name="level">Where it comes to rest.</param>
    /// <param name="times">How often it goes there and back before.</param>
    /// <param name="pass">Lets time pass between two changes.</param>
    public void Bounce(int pin, PinValue level, int times, Action pass)
    {
        for (var i = 0; i < times; i++)
        {
            Set(pin, level);
            pass();
            Set(pin, !level);
            pass();
        }

        Set(pin, level);
    }

    /// <inheritdoc/>
    protected override void OpenPin(int pinNumber) => _modes[pinNumber] = PinMode.Input;

    /// <inheritdoc/>
    protected override void ClosePin(int pinNumber) => _modes.Remove(pinNumber);

    /// <inheritdoc/>
    protected override void SetPinMode(int pinNumber, PinMode mode) => _modes[pinNumber] = mode;

    /// <inheritdoc/>
    protected override PinMode GetPinMode(int pinNumber) => _modes[pinNumber];

    /// <inheritdoc/>
    protected override bool IsPinModeSupported(int pinNumber, PinMode mode) => mode != PinMode.InputPullDown || HasPullDown;

    /// <inheritdoc/>
    protected override PinValue Read(int pinNumber)
    {
        if (faults.FailedReadings > 0)
        {
            faults.FailedReadings--;
            throw new IOException($"pin {pinNumber} cannot be read");
        }

        return Level(pinNumber);
    }

    /// <inheritdoc/>
    protected override void Write(int pinNumber, PinValue value) => throw new InvalidOperationException($"pin {pinNumber} is no output");

    /// <inheritdoc/>
    protected override WaitForEventResult WaitForEvent(int pinNumber, PinEventTypes eventTypes, CancellationToken cancellationToken) =>
        throw new NotSupportedException("the emulated pins tell by callback");

    /// <inheritdoc/>
    protected override void AddCallbackForPinValueChangedEvent(int pinNumber, PinEventTypes eventTypes, PinChangeEventHandler callback) =>
        _callbacks[pinNumber] = _callbacks.TryGetValue(pinNumber, out var others) ? others + callback : callback;

    /// <inheritdoc/>
    protected override void RemoveCallbackForPinValueChangedEvent(int pinNumber, PinChangeEventHandler callback)
    {
        if (_callbacks.TryGetValue(pinNumber, out var others) && others - callback is { } left)
        {
            _callbacks[pinNumber] = left;
        }
        else
        {
            _callbacks.Remove(pinNumber);
        }
    }

    /// <summary>A pin at rest is where its resistor pulls it.</summary>
    private PinValue Level(int pin) => _levels.TryGetValue(pin, out var level) ? level
        : _modes.GetValueOrDefault(pin) == PinMode.InputPullDown ? PinValue.Low : PinValue.High;
}
