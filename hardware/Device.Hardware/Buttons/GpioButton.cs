using System.Device.Gpio;

namespace Device.Hardware.Buttons;

/// <summary>
/// A button or switch on a pin, in the shape of dotnet/iot's Iot.Device.Button.GpioButton. An interrupt only says that it is time
/// to look: the level counts, once it has rested for the debounce time, and it is read at a bounded interval as well, so that a
/// lost interrupt is made good.
/// </summary>
public sealed class GpioButton : ButtonBase
{
    /// <summary>How often the level is read when nothing else is said.</summary>
    public static readonly TimeSpan DefaultPollInterval = TimeSpan.FromMilliseconds(250);

    private readonly GpioController _controller;
    private readonly bool _ownsController;
    private readonly int _pin;
    private readonly PinValue _pressed;
    private readonly TimeSpan _debounce;
    private readonly TimeSpan _pollInterval;
    private readonly ITimer _look;
    private bool _isClosed;
    private bool _isSettling;
    private bool _wasPressedWhenSeen;

    /// <summary>Opens a pin as a button with the usual times.</summary>
    /// <param name="buttonPin">The pin.</param>
    /// <param name="isPullUp">Whether the pin rests high and the button pulls it low.</param>
    /// <param name="hasExternalResistor">Whether the board has the resistor; false uses the processor's.</param>
    /// <param name="gpio">The pins; null for the board's.</param>
    /// <param name="shouldDispose">Whether the pins' controller is disposed of with the button.</param>
    /// <param name="debounceTime">How long a level must rest until it counts; zero counts it at once.</param>
    /// <param name="timeProvider">The clock; null for the system's.</param>
    /// <param name="pollInterval">How often the level is read besides interrupts; zero for the usual.</param>
    /// <exception cref="ArgumentException">The pin has no such resistor.</exception>
    /// <exception cref="IOException">The pin cannot be opened.</exception>
    public GpioButton(
        int buttonPin,
        bool isPullUp = true,
        bool hasExternalResistor = false,
        GpioController? gpio = null,
        bool shouldDispose = true,
        TimeSpan debounceTime = default,
        TimeProvider? timeProvider = null,
        TimeSpan pollInterval = default)
        : this(buttonPin, DefaultDoublePress, DefaultHolding, isPullUp, hasExternalResistor, gpio, shouldDispose, debounceTime, timeProvider, pollInterval)
    {
    }

    /// <summary>Opens a pin as a button.</summary>
    /// <param name="buttonPin">The pin.</param>
    /// <param name="doublePress">The longest time from one release to the next of a double press.</param>
    /// <param name="holding">How long a press is until it is a hold.</param>
    /// <param name="isPullUp">Whether the pin rests high and the button pulls it low.</param>
    /// <param name="hasExternalResistor">Whether the board has the resistor; false uses the processor's.</param>
    /// <param name="gpio">The pins; null for the board's.</param>
    /// <param name="shouldDispose">Whether the pins' controller is disposed of with the button.</param>
    /// <param name="debounceTime">How long a level must rest until it counts; zero counts it at once.</param>
    /// <param name="timeProvider">The clock; null for the system's.</param>
    /// <param name="pollInterval">How often the level is read besides interrupts; zero for the usual.</param>
    /// <exception cref="ArgumentException">The pin has no such resistor.</exception>
    /// <exception cref="IOException">The pin cannot be opened.</exception>
    public GpioButton(
        int buttonPin,
        TimeSpan doublePress,
        TimeSpan holding,
        bool isPullUp = true,
        bool hasExternalResistor = false,
        GpioController? gpio = null,
        bool shouldDispose = true,
        TimeSpan debounceTime = default,
        TimeProvider? timeProvider = null,
        TimeSpan pollInterval = default)
        : base(doublePress, holding, debounceTime, timeProvider)
    {
        _controller = gpio ?? new GpioController();
        (_ownsController, _pin, _debounce) = (gpio is null || shouldDispose, buttonPin, debounceTime);
        _pollInterval = pollInterval > TimeSpan.Zero ? pollInterval : DefaultPollInterval;
        (HasExternalResistor, _pressed) = (hasExternalResistor, isPullUp ? PinValue.Low : PinValue.High);
        var mode = hasExternalResistor ? PinMode.Input : isPullUp ? PinMode.InputPullUp : PinMode.InputPullDown;
        _look = (timeProvider ?? TimeProvider.System).CreateTimer(
            static b => ((GpioButton)b!).Look(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        try
        {
            if (!_controller.IsPinModeSupported(buttonPin, mode))
            {
                throw new ArgumentException($"pin {buttonPin} cannot be {mode}: an external resistor and hasExternalResistor expected", nameof(hasExternalResistor));
            }

            _controller.OpenPin(buttonPin, mode);
            _controller.RegisterCallbackForPinValueChangedEvent(buttonPin, PinEventTypes.Falling | PinEventTypes.Rising, OnEdge);
        }
        catch
        {
            _look.Dispose();
            if (_ownsController)
            {
                _controller.Dispose();
            }

            throw;
        }
    }

    /// <summary>Whether the board has the resistor that keeps the pin at rest.</summary>
    public bool HasExternalResistor { get; }

    /// <summary>Changes of level that no interrupt told of, found by reading the level.</summary>
    public long LostEdges { get; private set; }

    /// <summary>Readings of the level that failed; the next one tries again.</summary>
    public long FailedReadings { get; private set; }

    /// <summary>Reads the level for the first time, tells a button that is already pressed, and goes on reading. Call it once the handlers are there.</summary>
    public void Start()
    {
        lock (Gate)
        {
            _wasPressedWhenSeen = Read() ?? false;
            Accept(_wasPressedWhenSeen);
            _ = _look.Change(_pollInterval, Timeout.InfiniteTimeSpan);
        }
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        lock (Gate)
        {
            _isClosed = true;
            _look.Dispose();
        }

        // Outside the lock: unregistering waits for a callback, and that waits for the lock.
        _controller.UnregisterCallbackForPinValueChangedEvent(_pin, OnEdge);
        if (_ownsController)
        {
            _controller.Dispose();
        }
        else
        {
            _controller.ClosePin(_pin);
        }
    }

    private void OnEdge(object sender, PinValueChangedEventArgs args)
    {
        lock (Gate)
        {
            if (_isClosed)
            {
                return;
            }

            _wasPressedWhenSeen = args.ChangeType == PinEventTypes.Falling == (_pressed == PinValue.Low);
            if (_debounce <= TimeSpan.Zero)
            {
                Accept(_wasPressedWhenSeen);
                return;
            }

            _isSettling = true;
            _ = _look.Change(_debounce, Timeout.InfiniteTimeSpan);
        }
    }

    /// <summary>Either the contact has had time to rest, or it is time for the regular reading.</summary>
    private void Look()
    {
        lock (Gate)
        {
            if (_isClosed)
            {
                return;
            }

            var level = Read();
            if (level is { } isPressed && isPressed != _wasPressedWhenSeen)
            {
                LostEdges++;
                _wasPressedWhenSeen = isPressed;
                if (_debounce > TimeSpan.Zero)
                {
                    _isSettling = true;
                    _ = _look.Change(_debounce, Timeout.InfiniteTimeSpan);
                    return;
                }
            }

            if (level is not null && (_isSettling || _debounce <= TimeSpan.Zero))
            {
                Accept(_wasPressedWhenSeen);
            }

            _isSettling &= level is null;
            _ = _look.Change(_pollInterval, Timeout.InfiniteTimeSpan);
        }
    }

    private void Accept(bool isPressed)
    {
        if (isPressed)
        {
            HandleButtonPressed();
        }
        else
        {
            HandleButtonReleased();
        }
    }

    private bool? Read()
    {
        try
        {
            return _controller.Read(_pin) == _pressed;
        }
        catch (IOException)
        {
            FailedReadings++;
            return null;
        }
    }
}
