using System.Buffers.Binary;
using Device.Core.Notebook;

namespace Device.Storage;

/// <summary>What the next append needs to know. Owned by the writer; only <see cref="Epoch"/> is read by other threads.</summary>
internal sealed class JournalState(DeviceId device, ulong epoch, ulong ownSequence, Hlc clock, long lastPosition, KnownFacts known)
{
    /// <summary>Readings beyond 2100 come from a broken clock; taking one over would use up the counter's range.</summary>
    private static readonly Hlc LatestClock = new((ulong)OriginClock.Latest << 16);

    private ulong _epoch = epoch;

    public DeviceId Device { get; } = device;

    public ulong Epoch => Volatile.Read(ref _epoch);

    public ulong OwnSequence { get; private set; } = ownSequence;

    public Hlc Clock { get; private set; } = clock;

    public long LastPosition { get; private set; } = lastPosition;

    public KnownFacts Known { get; } = known;

    /// <summary>An epoch: random, not 0.</summary>
    public static ulong DrawEpoch(Random random)
    {
        Span<byte> bytes = stackalloc byte[8];
        lock (random)
        {
            random.NextBytes(bytes);
        }

        return Math.Max(1, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
    }

    public long NextPosition() => ++LastPosition;

    /// <summary>Names an own fact.</summary>
    public (FactId Id, Hlc Time) NextOwn(long unixMilliseconds)
    {
        Clock = OriginClock.Next(Clock, unixMilliseconds, reference: null).Reading;
        var id = new FactId(Device, Epoch, ++OwnSequence);
        Known.Add(id);
        return (id, Clock);
    }

    /// <summary>Takes over the time of a fact from elsewhere, so that what is written next here is later.</summary>
    /// <returns>False when the time is not believable.</returns>
    public bool Observe(Hlc time)
    {
        if (time > LatestClock)
        {
            return false;
        }

        Clock = time > Clock ? time : Clock;
        return true;
    }

    /// <summary>Whether a fact from elsewhere bears a name that this journal would give next: the machine was cloned or restored.</summary>
    public bool IsTaken(FactId id) => id.Device == Device && id.Epoch == Epoch && id.Sequence > OwnSequence;

    /// <summary>What was given since is given again: nobody was told of it.</summary>
    public void TakeBack(IEnumerable<FactId> names, long lastPosition, ulong epoch, ulong ownSequence)
    {
        foreach (var name in names)
        {
            Known.Remove(name);
        }

        LastPosition = lastPosition;
        OwnSequence = Epoch == epoch ? ownSequence : 0;
    }

    public void BeginEpoch(ulong epoch)
    {
        Volatile.Write(ref _epoch, epoch);
        OwnSequence = 0;
    }
}
