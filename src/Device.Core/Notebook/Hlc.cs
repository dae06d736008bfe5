namespace Device.Core.Notebook;

/// <summary>
/// A hybrid logical clock's reading: 48 bits of Unix milliseconds above 16 bits of counter
/// (Kulkarni et al., 2014). Later facts of a machine always have a larger one, whatever its wall clock does.
/// </summary>
/// <param name="Value">The packed reading.</param>
public readonly record struct Hlc(ulong Value) : IComparable<Hlc>
{
    /// <summary>The last reading, in the year 6429: the greatest that a database's signed number holds.</summary>
    public static readonly Hlc MaxValue = new(long.MaxValue);

    /// <summary>Unix time in milliseconds; ahead of the wall clock when the counter ran over or a peer was ahead.</summary>
    public long UnixMilliseconds => (long)(Value >> 16);

    /// <summary>Orders facts of one millisecond.</summary>
    public ushort Counter => (ushort)Value;

    /// <summary>The next reading of a machine.</summary>
    /// <param name="unixMilliseconds">The wall clock; a clock before 1970 counts as 1970, one after 6429 as its end.</param>
    /// <returns>A reading larger than this one, at the wall clock where that is possible.</returns>
    /// <exception cref="OverflowException">This reading is <see cref="MaxValue"/>.</exception>
    public Hlc Next(long unixMilliseconds)
    {
        var wall = (ulong)Math.Clamp(unixMilliseconds, 0, MaxValue.UnixMilliseconds) << 16;
        if (wall > Value)
        {
            return new Hlc(wall);
        }

        return Value < MaxValue.Value ? new Hlc(Value + 1) : throw new OverflowException($"no reading of the clock is after {Value}");
    }

    /// <inheritdoc/>
    public int CompareTo(Hlc other) => Value.CompareTo(other.Value);

#pragma warning disable CS1591 // Comparison operators mean what they say.
    public static bool operator <(Hlc left, Hlc right) => left.Value < right.Value;

    public static bool operator >(Hlc left, Hlc right) => left.Value > right.Value;

    public static bool operator <=(Hlc left, Hlc right) => left.Value <= right.Value;

    public static bool operator >=(Hlc left, Hlc right) => left.Value >= right.Value;
#pragma warning restore CS1591
}
