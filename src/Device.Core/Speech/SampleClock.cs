namespace Device.Core.Speech;

/// <summary>
/// Says when the last sample that was read had been taken, though reads come late and a card's clock runs faster or slower than it says.
/// </summary>
/// <remarks>
/// A read can be late but never early, so the estimate is the lower edge of (read's time - samples read): it follows an early read at
/// once and a late one only as fast as clocks can differ (<see cref="MostDrift"/>). Times are monotonic microseconds. Not thread-safe.
/// </remarks>
/// <param name="rate">Samples a second, above 0.</param>
public sealed class SampleClock(int rate)
{
    /// <summary>How far a card's clock may be off, as a share: 500 ppm, five times what crystals are sold with.</summary>
    public const double MostDrift = 500e-6;

    private const double MicrosecondsPerSecond = 1_000_000;

    private double _end;

    /// <summary>When the last sample ended.</summary>
    public long End => (long)Math.Round(_end);

    /// <summary>Recording starts, or starts again after a gap.</summary>
    public void Start(long now) => _end = now;

    /// <summary>Samples were read.</summary>
    /// <param name="samples">How many, of one channel.</param>
    /// <param name="now">When the read came back.</param>
    public void Advance(int samples, long now)
    {
        var duration = samples * MicrosecondsPerSecond / rate;
        _end += duration;
        _end = Math.Min(now, _end + Math.Min(Math.Max(0, now - _end), duration * MostDrift));
    }

    /// <summary>How many samples of another rate passed unheard between the last one and a time.</summary>
    public long Missed(long now, int atRate) => Math.Max(0, (long)Math.Round((now - _end) * atRate / MicrosecondsPerSecond));
}
