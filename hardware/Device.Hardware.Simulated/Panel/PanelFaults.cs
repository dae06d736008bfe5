namespace Device.Hardware.Simulated.Panel;

/// <summary>Lets the simulated panel misbehave as real ones do. Any thread; takes effect with the next command.</summary>
public sealed class PanelFaults
{
    private readonly TimeProvider _time;
    private int _refusals;
    private long _busyUntil;

    internal PanelFaults(TimeProvider time) => (_time, _busyUntil) = (time, long.MinValue);

    internal long BusyUntil => Interlocked.Read(ref _busyUntil);

    /// <summary>Makes the next commands fail with an <see cref="IOException"/>, as a controller does that lost its power.</summary>
    /// <param name="commands">How many, 0 or more.</param>
    public void Refuse(int commands)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(commands);
        Interlocked.Exchange(ref _refusals, commands);
    }

    /// <summary>Lets the controller take no command for a time, as one does that hangs. Callers wait, and fail when it is too long.</summary>
    /// <param name="duration">How long from now; zero ends it.</param>
    public void StayBusy(TimeSpan duration) =>
        Interlocked.Exchange(ref _busyUntil, _time.GetTimestamp() + (long)(duration.TotalSeconds * _time.TimestampFrequency));

    internal bool TakeRefusal()
    {
        for (var left = Volatile.Read(ref _refusals); left > 0; left = Volatile.Read(ref _refusals))
        {
            if (Interlocked.CompareExchange(ref _refusals, left - 1, left) == left)
            {
                return true;
            }
        }

        return false;
    }
}
