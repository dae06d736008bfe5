using System.Buffers;

namespace Device.Core.Notebook;

/// <summary>
/// What a machine tells the others of itself: which facts it has, and what its clock read then. Every fact it writes
/// later has a later time.
/// </summary>
/// <param name="Device">The machine.</param>
/// <param name="Seen">All facts it has on flash or has dropped from it, its own included.</param>
/// <param name="Time">Its clock's last reading.</param>
public sealed record MachineProgress(DeviceId Device, VersionVector Seen, Hlc Time)
{
    /// <summary>Whether it has been silent so long that it no longer holds anything up: it is expelled, and rejoins (<see cref="Rejoin"/>).</summary>
    /// <param name="now">The gateway's time in Unix milliseconds.</param>
    /// <param name="limit">How long a machine may be silent; not below <see cref="FactLimits.UndoDays"/>.</param>
    /// <returns>True when its last reading is older.</returns>
    public bool IsSilent(long now, TimeSpan limit) => now - Time.UnixMilliseconds > (long)limit.TotalMilliseconds;

    /// <summary>
    /// The progress without own facts that will never reach the others: those of epochs that were closed when the machine was
    /// expelled, beyond what is stored of them. They are written again under another name (<see cref="Rejoin"/>), and waiting for
    /// everybody to see the old one would hold up the horizon for ever.
    /// </summary>
    /// <param name="closed">Closed epochs of this machine, and up to which sequence each is stored.</param>
    /// <returns>The progress that counts.</returns>
    public MachineProgress Without(IReadOnlyDictionary<ulong, ulong> closed)
    {
        var seen = new SeenFacts();
        foreach (var (device, epoch, spans) in Seen.Epochs)
        {
            var last = device == Device && closed.TryGetValue(epoch, out var stored) ? stored : ulong.MaxValue;
            foreach (var span in spans.Where(s => s.First <= last))
            {
                seen.Add(device, epoch, span with { Last = Math.Min(span.Last, last) });
            }
        }

        return this with { Seen = seen.ToVector() };
    }

    /// <summary>Writes it: device, time, vector (<c>docs/formats/facts.md</c>). A vector over the limits is written <see cref="VersionVector.Bounded"/>, without a time where that leaves out own facts.</summary>
    /// <param name="output">Where the bytes go.</param>
    public void Write(IBufferWriter<byte> output)
    {
        var writer = new FactWriter(output);
        var seen = Seen.Bounded();
        writer.Text(Device.Value, DeviceId.MaxLength, "device");
        writer.Fixed64(seen.Covers(Seen.Only(Device)) ? Time.Value : 0);
        VersionVectorCodec.Write(seen, writer, "seen");
    }

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    /// <param name="bytes">The bytes, nothing after them.</param>
    /// <returns>The progress.</returns>
    /// <exception cref="FactFormatException">The bytes are not that.</exception>
    public static MachineProgress Read(ReadOnlySpan<byte> bytes)
    {
        var reader = new FactReader(bytes);
        var (device, time) = (reader.Device("device"), new Hlc(reader.Fixed64("time")));
        var seen = VersionVectorCodec.Read(ref reader, "seen");
        if (time > Hlc.MaxValue || reader.Remaining > 0)
        {
            throw new FactFormatException("progress", $"a time up to {Hlc.MaxValue.Value} and no more bytes expected");
        }

        return new MachineProgress(device, seen, time);
    }
}
