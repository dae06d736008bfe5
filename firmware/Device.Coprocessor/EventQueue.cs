using Device.Link;

namespace Device.Coprocessor;

/// <summary>Keeps the newest events until the processor fetches them.</summary>
/// <remarks>Bounded: a full queue drops its oldest event, and the next one fetched says how many were dropped. Use from one thread.</remarks>
public sealed class EventQueue
{
    /// <summary>The most events kept.</summary>
    public const int Capacity = 16;

    private readonly EventRecord[] _ring = new EventRecord[Capacity];
    private int _oldest;
    private byte _sequence;
    private int _lost;

    /// <summary>Events waiting, 0..16.</summary>
    public int Count { get; private set; }

    /// <summary>Adds an event and numbers it.</summary>
    /// <returns>The event as it will be fetched.</returns>
    public EventRecord Add(EventId id, long uptimeMilliseconds)
    {
        if (Count == Capacity)
        {
            _oldest = (_oldest + 1) % Capacity;
            Count--;
            _lost = _lost < byte.MaxValue ? _lost + 1 : _lost;
        }

        EventRecord record = new EventRecord(id, _sequence, 0, (uint)uptimeMilliseconds);
        _sequence++;
        _ring[(_oldest + Count) % Capacity] = record;
        Count++;
        return record;
    }

    /// <summary>Takes the oldest event.</summary>
    /// <returns>False when there is none.</returns>
    public bool TryTake(out EventRecord record)
    {
        if (Count == 0)
        {
            record = default;
            return false;
        }

        EventRecord oldest = _ring[_oldest];
        _oldest = (_oldest + 1) % Capacity;
        Count--;
        record = new EventRecord(oldest.Id, oldest.Sequence, (byte)_lost, oldest.UptimeMilliseconds);
        _lost = 0;
        return true;
    }
}
