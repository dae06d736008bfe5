namespace Device.Coprocessor;

/// <summary>Says that a voltage is below a threshold: after it has stayed there, until it has risen clearly above.</summary>
/// <remarks>Millivolts, and milliseconds of a monotonic clock. Use from one thread.</remarks>
public sealed class ThresholdLatch
{
    private readonly int _threshold;
    private readonly int _hysteresis;
    private readonly int _hold;
    private bool _isPending;
    private long _since;

    /// <summary>Makes one that trips at or below <paramref name="threshold"/> and lets go above it plus the hysteresis.</summary>
    public ThresholdLatch(int threshold, int hysteresis, int holdMilliseconds)
    {
        _threshold = threshold;
        _hysteresis = hysteresis;
        _hold = holdMilliseconds;
    }

    /// <summary>The voltage counts as below the threshold.</summary>
    public bool IsBelow { get; private set; }

    /// <summary>Takes a reading.</summary>
    public void Update(int millivolts, long now)
    {
        if (millivolts > _threshold + (IsBelow ? _hysteresis : 0))
        {
            Reset();
            return;
        }

        if (!_isPending)
        {
            _isPending = true;
            _since = now;
        }

        IsBelow = IsBelow || now - _since >= _hold;
    }

    /// <summary>A reading failed: what has tripped stays, what has not starts its hold time anew.</summary>
    public void Interrupt()
    {
        _isPending = IsBelow;
    }

    /// <summary>Forgets everything.</summary>
    public void Reset()
    {
        _isPending = false;
        IsBelow = false;
    }
}
