namespace Device.Bench.Fleet;

/// <summary>Times of one phase. Adding is thread-safe.</summary>
internal sealed class Latencies
{
    private readonly Lock _gate = new();
    private readonly List<double> _milliseconds = [];

    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _milliseconds.Count;
            }
        }
    }

    public void Add(TimeSpan time)
    {
        lock (_gate)
        {
            _milliseconds.Add(time.TotalMilliseconds);
        }
    }

    /// <summary>The time that a part of all times does not exceed, in milliseconds; 0 for none.</summary>
    /// <param name="part">0 to 1.</param>
    public double At(double part)
    {
        lock (_gate)
        {
            _milliseconds.Sort();
            return _milliseconds.Count == 0 ? 0 : _milliseconds[Math.Min(_milliseconds.Count - 1, (int)(part * _milliseconds.Count))];
        }
    }
}
