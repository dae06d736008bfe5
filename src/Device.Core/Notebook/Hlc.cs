namespace Device.Core.Notebook;

/// <summary>
/// A hybrid logical clock's reading: 48 bits of Unix milliseconds above 16 bits of counter
/// (Kulkarni et al., 2014). Later facts of a machine always have a larger one, whatever its wall clock does.
/// </summary>
/// <param name="Value">The packed reading.</param>
public readonly record struct Hlc(ulong Value) : IComparable<Hlc>
{
    /// <summary>Unix time in milliseconds; ahead of the wall clock when the counter ran over or a peer was ahead.</summary>
    public long UnixMilliseconds => (long)(Value >> 16);

    /// <summary>Orders facts of one millisecond.</summary>
    public ushort Counter => (ushort)Value;

    /// <summary>The next reading of a machine.</summary>
    /// <param name="unixMilliseconds">The wall clock; a clock before 1970 counts as 1970.</param>
    /// <returns>A reading larger than this one, at the wall clock where that is possible.</returns>
    public Hlc Next(long unixMilliseconds)
    {
        var wall = (ulong)Math.Clamp(unixMilliseconds, 0, (1L << 48) - 1) << 16;
        return new Hlc(wall > Value ? wall : Value + 1);
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
