namespace Device.Coprocessor;

/// <summary>Tells a short press, a long press and a forced power-off apart.</summary>
/// <remarks>
/// A button that is already held when the co-processor starts does nothing until it is let go, so that a stuck button cannot
/// cut the power again and again. Times are milliseconds of a monotonic clock. Use from one thread.
/// </remarks>
public sealed class PowerButton
{
    private readonly int _longPress;
    private readonly int _forceOff;
    private readonly Debouncer _contact;
    private bool _isArmed;
    private long _pressedAt;
    private PowerButtonAction _reported;

    /// <summary>Makes one with a board's times.</summary>
    public PowerButton(CoprocessorSettings settings)
    {
        _longPress = settings.LongPress;
        _forceOff = settings.ForceOff;
        _contact = new Debouncer(settings.Debounce);
    }

    /// <summary>The button is held down, after debouncing.</summary>
    public bool IsPressed
    {
        get { return _contact.IsOn; }
    }

    /// <summary>Takes a sample of the contact and says what it completes.</summary>
    public PowerButtonAction Update(bool contact, long now)
    {
        if (_contact.Update(contact, now))
        {
            if (_contact.IsOn)
            {
                _isArmed = true;
                _pressedAt = now;
                _reported = PowerButtonAction.None;
            }
            else
            {
                bool wasShort = _isArmed && _reported == PowerButtonAction.None;
                _isArmed = false;
                return wasShort ? PowerButtonAction.ShortPress : PowerButtonAction.None;
            }
        }

        return _isArmed ? Held(now - _pressedAt) : PowerButtonAction.None;
    }

    private PowerButtonAction Held(long milliseconds)
    {
        if (milliseconds >= _forceOff)
        {
            return Once(PowerButtonAction.ForceOff);
        }

        return milliseconds >= _longPress ? Once(PowerButtonAction.LongPress) : PowerButtonAction.None;
    }

    private PowerButtonAction Once(PowerButtonAction action)
    {
        if (_reported == action)
        {
            return PowerButtonAction.None;
        }

        _reported = action;
        return action;
    }
}
