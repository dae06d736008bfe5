using System.Buffers;
using System.Collections.Immutable;

namespace Device.Core.Notebook;

/// <summary>
/// Version vectors as bytes, the same inside facts and on the wire: <c>docs/formats/facts.md</c>. Pure and thread-safe. A
/// vector has exactly one form; reading checks every length before it allocates.
/// </summary>
public static class VersionVectorCodec
{
    /// <summary>Writes a vector alone.</summary>
    /// <param name="vector">Within the limits: <see cref="VersionVector.Bounded"/>.</param>
    /// <param name="output">Where the bytes go.</param>
    /// <exception cref="ArgumentException">It has more epochs or ranges than the limits allow.</exception>
    public static void Write(VersionVector vector, IBufferWriter<byte> output) => Write(vector, new FactWriter(output), "vector");

    /// <summary>Reads a vector alone.</summary>
    /// <param name="bytes">A vector, nothing after it.</param>
    /// <returns>The vector.</returns>
    /// <exception cref="FactFormatException">The bytes are not a vector.</exception>
    public static VersionVector Read(ReadOnlySpan<byte> bytes)
    {
        var reader = new FactReader(bytes);
        var vector = Read(ref reader, "vector");
        return reader.Remaining == 0 ? vector : throw new FactFormatException("vector", $"{reader.Remaining} bytes too many");
    }

    internal static void Write(VersionVector vector, FactWriter writer, string field)
    {
        var ranges = vector.Epochs.Sum(e => e.Spans.Length);
        if (vector.Epochs.Length > FactLimits.VectorEpochs || ranges > FactLimits.VectorRanges)
        {
            throw new ArgumentException(
                $"{field}: {vector.Epochs.Length} epochs and {ranges} ranges, at most {FactLimits.VectorEpochs} and {FactLimits.VectorRanges} expected");
        }

        writer.Varint((ulong)vector.Epochs.Length);
        foreach (var epoch in vector.Epochs)
        {
            writer.Text(epoch.Device.Value, DeviceId.MaxLength, field);
            writer.Fixed64(epoch.Epoch);
            writer.Varint((ulong)epoch.Spans.Length);
            ulong last = 0;
            foreach (var span in epoch.Spans)
            {
                writer.Varint(span.First - last);
                writer.Varint(span.Last - span.First);
                last = span.Last;
            }
        }
    }

    internal static VersionVector Read(ref FactReader reader, string field)
    {
        var epochs = new EpochSpans[reader.Count(field, 0, Math.Min(FactLimits.VectorEpochs, reader.Remaining / 11))];
        var left = FactLimits.VectorRanges;
        for (var i = 0; i < epochs.Length; i++)
        {
            var device = reader.Device(field);
            var epoch = reader.Fixed64(field);
            var spans = new SequenceSpan[reader.Count(field, 1, Math.Min(left, reader.Remaining / 2))];
            left -= spans.Length;
            ulong last = 0;
            for (var j = 0; j < spans.Length; j++)
            {
                // Ranges that touch would be one: there is one form only.
                var (step, length) = (reader.Varint(field), reader.Varint(field));
                if (step < (j == 0 ? 1UL : 2UL) || step > ulong.MaxValue - last || length > ulong.MaxValue - last - step)
                {
                    throw new FactFormatException(field, $"range {j} of {device} is not after the one before, or beyond 64 bits");
                }

                spans[j] = new SequenceSpan(last + step, last + step + length);
                last = spans[j].Last;
            }

            epochs[i] = new EpochSpans(device, epoch, ImmutableArray.Create(spans));
            if (i > 0 && epochs[i - 1].Key.CompareTo(epochs[i].Key) >= 0)
            {
                throw new FactFormatException(field, $"{device} is not after the one before");
            }
        }

        return new VersionVector(ImmutableArray.Create(epochs));
    }
}
