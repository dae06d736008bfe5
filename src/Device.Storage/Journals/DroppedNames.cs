using System.Buffers.Binary;
using Device.Core.Notebook;

namespace Device.Storage;

/// <summary>The payload of <see cref="RecordType.DroppedNames"/>: 16 bytes a range, first and last sequence; device and epoch are the record's.</summary>
internal static class DroppedNames
{
    public const int RangeLength = 16;

    /// <summary>Most ranges of one record; more go to the next.</summary>
    public const int MaxRanges = 4_096;

    public static IEnumerable<JournalRecord> Records(KnownFacts names, long position, long before, Hlc clock)
    {
        foreach (var group in names.Ranges.GroupBy(r => (r.Device, r.Epoch)).OrderBy(g => g.Key))
        {
            foreach (var part in group.Chunk(MaxRanges))
            {
                var payload = new byte[part.Length * RangeLength];
                for (var i = 0; i < part.Length; i++)
                {
                    BinaryPrimitives.WriteUInt64LittleEndian(payload.AsSpan(i * RangeLength), part[i].First);
                    BinaryPrimitives.WriteUInt64LittleEndian(payload.AsSpan((i * RangeLength) + 8), part[i].Last);
                }

                yield return new JournalRecord(
                    RecordType.DroppedNames, 0, position, before, clock, new FactId(group.Key.Device, group.Key.Epoch, part[^1].Last), payload);
            }
        }
    }

    public static void AddTo(KnownFacts names, in JournalRecord record)
    {
        var payload = record.Payload.Span;
        for (var at = 0; at + RangeLength <= payload.Length; at += RangeLength)
        {
            var first = BinaryPrimitives.ReadUInt64LittleEndian(payload[at..]);
            var last = BinaryPrimitives.ReadUInt64LittleEndian(payload[(at + 8)..]);
            if (first >= 1 && first <= last)
            {
                names.Add(record.Id.Device, record.Id.Epoch, first, last);
            }
        }
    }
}
