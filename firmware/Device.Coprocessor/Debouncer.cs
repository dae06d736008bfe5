namespace Device.Coprocessor;

/// <summary>Takes the chatter out of one switch: a new position counts once it has rested long enough.</summary>
/// <remarks>Times are milliseconds of a monotonic clock. Use from one thread.</remarks>
public sealed class Debouncer
{
    private readonly int _rest;
    private bool _isKnown;
    private bool _candidate;
    private long _since;

    /// <summary>Makes one for a switch that must rest <paramref name="restMilliseconds"/>.</summary>
    public Debouncer(int restMilliseconds)
    {
        _rest = restMilliseconds;
    }

    /// <summary>The position that counts; false until a sample was seen.</summary>
    public bool IsOn { get; private set; }

    /// <summary>Takes a sample.</summary>
    /// <returns>True when <see cref="IsOn"/> changed. The first sample sets it without being a change.</returns>
    public bool Update(bool sample, long now)
    {
        if (!_isKnown)
        {
            _isKnown = true;
            _candidate = sample;
            _since = now;
            IsOn = sample;
            return false;
        }

        if (sample != _candidate)
        {
            _candidate = sample;
            _since = now;
        }

        if (_candidate == IsOn || now - _since < _rest)
        {
            return false;
        }

        IsOn = _candidate;
        return true;
    }
}
