namespace Device.Hardware.Buttons;

/// <summary>
/// What a button does with its contact, in the shape of dotnet/iot's Iot.Device.Button.ButtonBase, with an injected clock. Events
/// come one at a time on the thread that noticed, and their handlers must be short.
/// </summary>
public abstract class ButtonBase : IDisposable
{
    /// <summary>Two presses within this time are a double press.</summary>
    public static readonly TimeSpan DefaultDoublePress = TimeSpan.FromSeconds(1.5);

    /// <summary>A press that lasts so long is a hold.</summary>
    public static readonly TimeSpan DefaultHolding = TimeSpan.FromSeconds(2);

    private readonly TimeProvider _time;
    private readonly TimeSpan _doublePress;
    private readonly TimeSpan _holding;
    private ITimer? _holdingTimer;
    private long? _lastRelease;
    private bool _isHeld;
    private bool _isDisposed;

    /// <summary>Makes a button.</summary>
    /// <param name="doublePress">The longest time from one release to the next of a double press; at least three times the debounce time.</param>
    /// <param name="holding">How long a press is until it is a hold.</param>
    /// <param name="debounceTime">How long the contact must rest, which the derived class sees to.</param>
    /// <param name="timeProvider">The clock; null for the system's.</param>
    /// <exception cref="ArgumentException">A double press could not be told from a bounce.</exception>
    protected ButtonBase(TimeSpan doublePress, TimeSpan holding, TimeSpan debounceTime, TimeProvider? timeProvider)
    {
        if (debounceTime * 3 > doublePress)
        {
            throw new ArgumentException($"{doublePress} found, at least three times the debounce time of {debounceTime} expected", nameof(doublePress));
        }

        (_doublePress, _holding, _time) = (doublePress, holding, timeProvider ?? TimeProvider.System);
    }

    /// <summary>The button was let go.</summary>
    public event EventHandler<EventArgs>? ButtonUp;

    /// <summary>The button was pressed.</summary>
    public event EventHandler<EventArgs>? ButtonDown;

    /// <summary>The button was pressed and let go.</summary>
    public event EventHandler<EventArgs>? Press;

    /// <summary>The button was pressed and let go twice.</summary>
    public event EventHandler<EventArgs>? DoublePress;

    /// <summary>The button began or ceased to be held.</summary>
    public event EventHandler<ButtonHoldingEventArgs>? Holding;

    /// <summary>Whether holds are told.</summary>
    public bool IsHoldingEnabled { get; set; }

    /// <summary>Whether double presses are told.</summary>
    public bool IsDoublePressEnabled { get; set; }

    /// <summary>Whether the button is pressed now.</summary>
    public bool IsPressed { get; private set; }

    /// <summary>Guards the button's state, and is held while events are told. Reentrant.</summary>
    protected object Gate { get; } = new();

    /// <summary>Closes the button. May be called from a handler.</summary>
    public void Dispose()
    {
        lock (Gate)
        {
            if (_isDisposed)
            {
                return;
            }

            _isDisposed = true;
            _holdingTimer?.Dispose();
            if (_isHeld)
            {
                Holding?.Invoke(this, new ButtonHoldingEventArgs { HoldingState = ButtonHoldingState.Canceled });
            }
        }

        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Takes it that the button was pressed.</summary>
    protected void HandleButtonPressed()
    {
        lock (Gate)
        {
            if (IsPressed || _isDisposed)
            {
                return;
            }

            IsPressed = true;
            ButtonDown?.Invoke(this, EventArgs.Empty);
            if (IsHoldingEnabled)
            {
                _holdingTimer = _time.CreateTimer(static b => ((ButtonBase)b!).Hold(), this, _holding, Timeout.InfiniteTimeSpan);
            }
        }
    }

    /// <summary>Takes it that the button was let go.</summary>
    protected void HandleButtonReleased()
    {
        lock (Gate)
        {
            if (!IsPressed || _isDisposed)
            {
                return;
            }

            _holdingTimer?.Dispose();
            _holdingTimer = null;
            IsPressed = false;
            ButtonUp?.Invoke(this, EventArgs.Empty);
            Press?.Invoke(this, EventArgs.Empty);
            if (_isHeld)
            {
                _isHeld = false;
                Holding?.Invoke(this, new ButtonHoldingEventArgs { HoldingState = ButtonHoldingState.Completed });
            }

            var isSecond = _lastRelease is { } last && _time.GetElapsedTime(last) <= _doublePress;
            _lastRelease = isSecond ? null : _time.GetTimestamp();
            if (isSecond && IsDoublePressEnabled)
            {
                DoublePress?.Invoke(this, EventArgs.Empty);
            }
        }
    }

    /// <summary>Closes what the button has open.</summary>
    /// <param name="disposing">Whether called by <see cref="Dispose()"/>.</param>
    protected abstract void Dispose(bool disposing);

    private void Hold()
    {
        lock (Gate)
        {
            if (IsPressed && !_isDisposed)
            {
                _isHeld = true;
                Holding?.Invoke(this, new ButtonHoldingEventArgs { HoldingState = ButtonHoldingState.Started });
            }
        }
    }
}
