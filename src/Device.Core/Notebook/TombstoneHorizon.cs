using System.Buffers;

namespace Device.Core.Notebook;

/// <summary>
/// What is behind every registered machine of an account. A fact in <see cref="Seen"/> has been seen by all of them; a fact
/// up to <see cref="Time"/> has been seen by all, so that whatever any of them writes from now on is later. Only moves on as
/// machines report. Immutable, any thread.
/// </summary>
public sealed class TombstoneHorizon
{
    /// <summary>Nothing is behind anybody: nothing may be dropped.</summary>
    public static readonly TombstoneHorizon None = new(VersionVector.Empty, default);

    private TombstoneHorizon(VersionVector seen, Hlc time) => (Seen, Time) = (seen, time);

    /// <summary>Facts that every registered machine has seen.</summary>
    public VersionVector Seen { get; }

    /// <summary>All facts up to this reading are among <see cref="Seen"/>; 0 while some machine lacks facts that another has reported of its own.</summary>
    public Hlc Time { get; }

    /// <summary>Writes it: time, vector (<c>docs/formats/facts.md</c>). A vector over the limits is written <see cref="VersionVector.Bounded"/>, and then without a time.</summary>
    /// <param name="output">Where the bytes go.</param>
    public void Write(IBufferWriter<byte> output)
    {
        var writer = new FactWriter(output);
        var seen = Seen.Bounded();
        writer.Fixed64(ReferenceEquals(seen, Seen) ? Time.Value : 0);
        VersionVectorCodec.Write(seen, writer, "seen");
    }

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    /// <param name="bytes">The bytes, nothing after them.</param>
    /// <returns>The horizon.</returns>
    /// <exception cref="FactFormatException">The bytes are not that.</exception>
    public static TombstoneHorizon Read(ReadOnlySpan<byte> bytes)
    {
        var reader = new FactReader(bytes);
        var time = new Hlc(reader.Fixed64("time"));
        var seen = VersionVectorCodec.Read(ref reader, "seen");
        return time <= Hlc.MaxValue && reader.Remaining == 0
            ? new TombstoneHorizon(seen, time)
            : throw new FactFormatException("horizon", $"a time up to {Hlc.MaxValue.Value} and no more bytes expected");
    }

    /// <summary>Works it out.</summary>
    /// <param name="registered">The last report of every registered machine, this one included; expelled ones left out.</param>
    /// <returns>The horizon; <see cref="None"/> when no machine is registered.</returns>
    public static TombstoneHorizon Of(IReadOnlyCollection<MachineProgress> registered)
    {
        if (registered.Count == 0)
        {
            return None;
        }

        var seen = registered.Select(m => m.Seen).Aggregate((a, b) => a.Intersect(b));
        return new(seen, registered.Min(m => seen.Covers(m.Seen.Only(m.Device)) ? m.Time : default));
    }
}
