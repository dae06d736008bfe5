namespace Device.Storage;

/// <summary>What compaction needs to know of one segment.</summary>
/// <param name="Segment">The segment.</param>
/// <param name="End">The position after its last; what lies between it and the next segment is missing, and goes on being reported.</param>
/// <param name="LiveBytes">Bytes of the facts that stay.</param>
/// <param name="DeadBytes">Bytes of the facts that may be dropped.</param>
/// <param name="Dropped">How many they are.</param>
/// <param name="Whole">Whether every position is there or known to be dropped.</param>
internal sealed record SegmentSurvey(SegmentExtent Segment, long End, long LiveBytes, long DeadBytes, long Dropped, bool Whole)
{
    /// <summary>Reads a segment.</summary>
    /// <exception cref="SegmentGoneException">It was deleted meanwhile.</exception>
    public static SegmentSurvey Of(GroupReader reader, CancellationToken ct)
    {
        var (live, dead, dropped) = (0L, 0L, 0L);
        var whole = reader.Segment.Header is not null;
        while (reader.TryNext(ct))
        {
            if (reader.IsDropped)
            {
                dead += reader.Length;
                dropped++;
            }
            else
            {
                live += reader.Length;
            }
        }

        return new SegmentSurvey(reader.Segment, reader.Next, live, dead, dropped, whole && reader.Whole);
    }
}
