using System.Numerics;
using System.Runtime.InteropServices;

namespace Device.Recognition.Handwriting;

/// <summary>
/// What one writer's corrections taught: up to <see cref="PerClass"/> samples a class, as points in the network's embedding. A
/// class gains score where new ink lies close to one of its samples: score + Weight · max(0, cosine - Nearest) / (1 - Nearest). Ink
/// far from every sample is read as before. One caller at a time, like the recogniser that owns it.
/// </summary>
internal sealed class WriterProfile
{
    /// <summary>Samples kept of one class; the oldest makes room.</summary>
    internal const int PerClass = 8;

    /// <summary>Samples kept in all, about 1 KiB of memory each.</summary>
    internal const int Most = 1_024;

    /// <summary>Lessons that are remembered, so that none is taken twice.</summary>
    internal const int MostLessons = 8_192;

    private readonly List<WriterSample> _samples = [];
    private readonly HashSet<ulong> _lessons = [];
    private readonly Queue<ulong> _lessonOrder = new();
    private long _ordinal;

    internal IReadOnlyList<WriterSample> Samples => _samples;

    internal IReadOnlyCollection<ulong> Lessons => _lessonOrder;

    /// <summary>Most score that one sample adds to its class, in the network's own unit.</summary>
    internal float Weight { get; init; } = 6f;

    /// <summary>Cosine from which a sample counts.</summary>
    internal float Nearest { get; init; } = 0.65f;

    /// <summary>Notes that a lesson is taken.</summary>
    /// <returns>False when it was taken before.</returns>
    internal bool Begin(ulong lesson)
    {
        if (!_lessons.Add(lesson))
        {
            return false;
        }

        _lessonOrder.Enqueue(lesson);
        if (_lessonOrder.Count > MostLessons)
        {
            _lessons.Remove(_lessonOrder.Dequeue());
        }

        return true;
    }

    /// <summary>Takes a sample, unless it would make the profile read a sample of another class wrong that is read right now.</summary>
    /// <param name="class">What it is.</param>
    /// <param name="embedding">What the network makes of it, of length 1.</param>
    /// <param name="logits">The network's scores of it, without any profile.</param>
    /// <returns>Whether it was taken.</returns>
    internal bool Learn(int @class, ReadOnlySpan<float> embedding, ReadOnlySpan<float> logits)
    {
        var sample = new WriterSample(@class, embedding.ToArray(), MarginOf(@class, logits), _ordinal + 1);
        if (_samples.Exists(s => s.Class != @class && WouldMislead(sample, s)))
        {
            return false;
        }

        _ordinal++;
        Add(sample);
        return true;
    }

    /// <summary>Puts a stored sample back; the oldest ones make room.</summary>
    internal void Add(WriterSample sample)
    {
        _ordinal = Math.Max(_ordinal, sample.Ordinal);
        _samples.Add(sample);
        if (_samples.Count(s => s.Class == sample.Class) > PerClass)
        {
            Drop(s => s.Class == sample.Class);
        }
        else if (_samples.Count > Most)
        {
            Drop(_ => true);
        }
    }

    /// <summary>Adds to the scores of a character what the samples near it say.</summary>
    /// <param name="embedding">Its embedding, of length 1.</param>
    /// <param name="logits">Its scores, changed in place.</param>
    internal void Adapt(ReadOnlySpan<float> embedding, Span<float> logits)
    {
        // Samples of a class stand side by side: its best one counts alone.
        for (var i = 0; i < _samples.Count;)
        {
            var (of, gain) = (_samples[i].Class, 0f);
            for (; i < _samples.Count && _samples[i].Class == of; i++)
            {
                gain = Math.Max(gain, Gain(Dot(embedding, _samples[i].Embedding)));
            }

            logits[of] += gain;
        }
    }

    /// <summary>Orders the samples for <see cref="Adapt"/>; after the last of several.</summary>
    internal void Settle() => _samples.Sort((a, b) => a.Class != b.Class ? a.Class.CompareTo(b.Class) : a.Ordinal.CompareTo(b.Ordinal));

    private bool WouldMislead(WriterSample sample, WriterSample known)
    {
        var own = 0f;
        foreach (var other in _samples)
        {
            if (other.Class == known.Class && !ReferenceEquals(other, known))
            {
                own = Math.Max(own, Gain(Dot(known.Embedding, other.Embedding)));
            }
        }

        var margin = known.Margin + own;
        return margin > 0 && Gain(Dot(known.Embedding, sample.Embedding)) >= margin;
    }

    private void Drop(Func<WriterSample, bool> among) => _samples.Remove(_samples.Where(among).MinBy(s => s.Ordinal)!);

    private float Gain(float cosine) => Weight * Math.Max(0, cosine - Nearest) / (1 - Nearest);

    private static float MarginOf(int @class, ReadOnlySpan<float> logits)
    {
        var other = float.NegativeInfinity;
        for (var i = 0; i < logits.Length; i++)
        {
            other = i == @class ? other : Math.Max(other, logits[i]);
        }

        return logits[@class] - other;
    }

    private static float Dot(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        var sum = Vector<float>.Zero;
        var x = MemoryMarshal.Cast<float, Vector<float>>(a);
        var y = MemoryMarshal.Cast<float, Vector<float>>(b);
        for (var i = 0; i < x.Length; i++)
        {
            sum += x[i] * y[i];
        }

        return Vector.Sum(sum); // 256 numbers fill every width of vector
    }
}
