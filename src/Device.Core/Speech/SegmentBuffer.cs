using System.Collections.Immutable;

namespace Device.Core.Speech;

/// <summary>
/// The last seconds of a stream by their place on the time line, lost stretches as zeros that are marked. Allocates only the copies it
/// gives out. Not thread-safe.
/// </summary>
internal sealed class SegmentBuffer(int capacity)
{
    // Twice the room, so that moving down what is kept costs little.
    private readonly float[] _samples = new float[capacity * 2];
    private readonly List<(long Position, int Length)> _gaps = [];
    private int _count;

    /// <summary>The place of the first sample that is there.</summary>
    public long Start { get; private set; }

    /// <summary>The place after the last one.</summary>
    public long End => Start + _count;

    /// <summary>Forgets everything and begins at a place.</summary>
    public void Restart(long position)
    {
        (Start, _count) = (position, 0);
        _gaps.Clear();
    }

    public void Append(ReadOnlySpan<float> samples)
    {
        MakeRoom(samples.Length);
        samples.CopyTo(_samples.AsSpan(_count));
        _count += samples.Length;
    }

    public void AppendGap(int length)
    {
        _gaps.Add((End, length));
        MakeRoom(length);
        _samples.AsSpan(_count, length).Clear();
        _count += length;
    }

    public ReadOnlySpan<float> From(long position, int length) => _samples.AsSpan((int)(position - Start), length);

    /// <summary>What lies before a place is not needed any more.</summary>
    public void Forget(long before)
    {
        var most = Math.Max(Start, End - capacity);
        var drop = (int)(Math.Clamp(before, most, End) - Start);
        if (_count >= capacity && drop > 0)
        {
            Drop(drop);
        }
    }

    public (ReadOnlyMemory<float> Samples, ImmutableArray<SpeechGap> Gaps) Copy(long from, long to)
    {
        var gaps = ImmutableArray<SpeechGap>.Empty;
        foreach (var (position, length) in _gaps)
        {
            var (first, last) = (Math.Max(position, from), Math.Min(position + length, to));
            if (first < last)
            {
                gaps = gaps.Add(new SpeechGap((int)(first - from), (int)(last - first)));
            }
        }

        return (From(from, (int)(to - from)).ToArray(), gaps);
    }

    private void MakeRoom(int length)
    {
        if (_count + length > _samples.Length)
        {
            Drop(Math.Max(_count + length - _samples.Length, _count - capacity));
        }
    }

    private void Drop(int count)
    {
        _samples.AsSpan(count, _count - count).CopyTo(_samples);
        Start += count;
        _count -= count;
        while (_gaps.Count > 0 && _gaps[0].Position + _gaps[0].Length <= Start)
        {
            _gaps.RemoveAt(0);
        }
    }
}
