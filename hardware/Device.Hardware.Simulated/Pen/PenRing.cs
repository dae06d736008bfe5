using Device.Core.Ink;

namespace Device.Hardware.Simulated.Pen;

/// <summary>
/// Samples that wait for a reader. When it is full, a hover sample may be dropped as long as the pen's lift between two
/// contacts stays visible; contact is never dropped. Not thread-safe.
/// </summary>
internal sealed class PenRing(int capacity)
{
    private readonly PenSample[] _samples = new PenSample[capacity];
    private int _start;

    /// <summary>Samples that wait.</summary>
    internal int Count { get; private set; }

    /// <summary>Whether no sample can be taken before the reader has read, or a hover sample is dropped.</summary>
    internal bool IsFull => Count == capacity;

    /// <summary>Takes a sample.</summary>
    /// <param name="sample">The sample.</param>
    /// <param name="dropped">How many hover samples gave way, 0 or 1.</param>
    /// <returns>False when there is no room: the sample has to wait.</returns>
    internal bool TryAdd(in PenSample sample, out int dropped)
    {
        dropped = 0;
        if (IsFull)
        {
            if (!DropOldestHover(sample))
            {
                return false;
            }

            dropped = 1;
        }

        _samples[(_start + Count) % capacity] = sample;
        Count++;
        return true;
    }

    /// <summary>Gives samples to the reader.</summary>
    internal int Take(Span<PenSample> buffer)
    {
        var count = Math.Min(buffer.Length, Count);
        for (var i = 0; i < count; i++)
        {
            buffer[i] = _samples[(_start + i) % capacity];
        }

        _start = (_start + count) % capacity;
        Count -= count;
        return count;
    }

    private ref PenSample At(int index) => ref _samples[(_start + index) % capacity];

    private bool DropOldestHover(in PenSample incoming)
    {
        for (var i = 0; i < Count; i++)
        {
            var next = i + 1 < Count ? At(i + 1).Phase : incoming.Phase;
            if (At(i).Phase == PenPhase.Hover && next != PenPhase.Contact)
            {
                for (var j = i; j + 1 < Count; j++)
                {
                    At(j) = At(j + 1);
                }

                Count--;
                return true;
            }
        }

        return false;
    }
}
