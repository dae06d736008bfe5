using System.Collections.Immutable;

namespace Device.Core.Notebook;

/// <summary>
/// Which facts a machine has seen: for each machine and epoch the sequences from 1 on without a gap, and what it has beyond
/// the holes. Immutable, any thread; equal when they name the same facts. Union and intersection are those of sets, hence
/// commutative, associative and idempotent.
/// </summary>
public sealed class VersionVector : IEquatable<VersionVector>
{
    /// <summary>Nothing seen.</summary>
    public static readonly VersionVector Empty = new([]);

    private readonly ImmutableArray<EpochSpans> _epochs;

    internal VersionVector(ImmutableArray<EpochSpans> epochs) => _epochs = epochs;

    /// <summary>What has been seen of each machine's epoch, in the order of device and epoch.</summary>
    public ImmutableArray<EpochSpans> Epochs => _epochs;

    /// <summary>The vector of names.</summary>
    /// <param name="ids">The names.</param>
    /// <returns>The vector.</returns>
    public static VersionVector Of(IEnumerable<FactId> ids)
    {
        var seen = new SeenFacts();
        foreach (var id in ids)
        {
            seen.Add(id);
        }

        return seen.ToVector();
    }

    /// <summary>Whether a fact has been seen. O(log epochs + log holes).</summary>
    /// <param name="id">Its name.</param>
    /// <returns>True when it has.</returns>
    public bool Contains(FactId id) => SequenceSpan.Contains(Spans(id.Device, id.Epoch), id.Sequence);

    /// <summary>Up to which sequence an epoch has been seen without a gap.</summary>
    /// <param name="device">The machine.</param>
    /// <param name="epoch">Its epoch.</param>
    /// <returns>The last sequence before the first hole; 0 when the first fact is missing.</returns>
    public ulong Contiguous(DeviceId device, ulong epoch) => Spans(device, epoch) is [{ First: 1 } first, ..] ? first.Last : 0;

    /// <summary>What is missing between facts that have been seen.</summary>
    /// <param name="device">The machine.</param>
    /// <param name="epoch">Its epoch.</param>
    /// <returns>The holes, ascending.</returns>
    public IEnumerable<SequenceSpan> Holes(DeviceId device, ulong epoch)
    {
        ulong expected = 1;
        foreach (var span in Spans(device, epoch))
        {
            if (span.First > expected)
            {
                yield return new SequenceSpan(expected, span.First - 1);
            }

            expected = unchecked(span.Last + 1);
        }
    }

    /// <summary>What either has seen.</summary>
    /// <param name="other">The other.</param>
    /// <returns>The union.</returns>
    public VersionVector Union(VersionVector other)
    {
        var all = new SeenFacts();
        all.Add(this);
        all.Add(other);
        return all.ToVector();
    }

    /// <summary>What both have seen.</summary>
    /// <param name="other">The other.</param>
    /// <returns>The intersection.</returns>
    public VersionVector Intersect(VersionVector other) => new(
    [
        .. _epochs.Select(e => e with { Spans = Both(e.Spans, other.Spans(e.Device, e.Epoch)) }).Where(e => e.Spans.Length > 0),
    ]);

    /// <summary>Whether this has seen all that another has.</summary>
    /// <param name="other">The other.</param>
    /// <returns>True when it has.</returns>
    public bool Covers(VersionVector other) => other._epochs.All(e => Both(e.Spans, Spans(e.Device, e.Epoch)).AsSpan().SequenceEqual(e.Spans.AsSpan()));

    /// <summary>What has been seen of one machine's facts, all its epochs.</summary>
    /// <param name="device">The machine.</param>
    /// <returns>A vector of that machine alone.</returns>
    public VersionVector Only(DeviceId device) => new([.. _epochs.Where(e => e.Device == device)]);

    /// <summary>
    /// A vector that fits <see cref="FactLimits.VectorEpochs"/> and <see cref="FactLimits.VectorRanges"/>. What is left out counts
    /// as not seen, which is the safe side: it is recovered rather than deleted, kept rather than dropped.
    /// </summary>
    /// <returns>This one when it fits; else the epochs and ranges that name the most facts.</returns>
    public VersionVector Bounded()
    {
        if (_epochs.Length <= FactLimits.VectorEpochs && _epochs.Sum(e => e.Spans.Length) <= FactLimits.VectorRanges)
        {
            return this;
        }

        var kept = new SeenFacts();
        foreach (var (epoch, span) in _epochs
            .OrderByDescending(e => e.Spans.Max(s => s.Last - s.First)).ThenBy(e => e.Key).Take(FactLimits.VectorEpochs)
            .SelectMany(e => e.Spans.Select(s => (Epoch: e, Span: s)))
            .OrderByDescending(s => s.Span.Last - s.Span.First).ThenBy(s => s.Epoch.Key).ThenBy(s => s.Span.First)
            .Take(FactLimits.VectorRanges))
        {
            kept.Add(epoch.Device, epoch.Epoch, span);
        }

        return kept.ToVector();
    }

    /// <inheritdoc/>
    public bool Equals(VersionVector? other) =>
        other is not null && _epochs.Length == other._epochs.Length
        && _epochs.Zip(other._epochs).All(p => p.First.Key == p.Second.Key && p.First.Spans.AsSpan().SequenceEqual(p.Second.Spans.AsSpan()));

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as VersionVector);

    /// <inheritdoc/>
    public override int GetHashCode() =>
        _epochs.Aggregate(_epochs.Length, (hash, e) => HashCode.Combine(hash, e.Device, e.Epoch, e.Spans.Length, e.Spans[^1]));

    private static ImmutableArray<SequenceSpan> Both(ImmutableArray<SequenceSpan> one, ImmutableArray<SequenceSpan> other)
    {
        var both = ImmutableArray.CreateBuilder<SequenceSpan>();
        for (int i = 0, j = 0; i < one.Length && j < other.Length;)
        {
            var (first, last) = (Math.Max(one[i].First, other[j].First), Math.Min(one[i].Last, other[j].Last));
            if (first <= last)
            {
                both.Add(new SequenceSpan(first, last));
            }

            if (one[i].Last < other[j].Last)
            {
                i++;
            }
            else
            {
                j++;
            }
        }

        return both.ToImmutable();
    }

    private ImmutableArray<SequenceSpan> Spans(DeviceId device, ulong epoch)
    {
        var (low, high) = (0, _epochs.Length - 1);
        while (low <= high)
        {
            var middle = (low + high) / 2;
            var order = _epochs[middle].Key.CompareTo((device, epoch));
            if (order == 0)
            {
                return _epochs[middle].Spans;
            }

            (low, high) = order < 0 ? (middle + 1, high) : (low, middle - 1);
        }

        return [];
    }
}
