namespace Device.Storage;

/// <summary>Which segments are rewritten together, each group to one new segment.</summary>
internal sealed class CompactionPlan
{
    private readonly List<IReadOnlyList<SegmentSurvey>> _groups = [];

    private CompactionPlan(int segments) => Segments = segments;

    /// <summary>Segments of the journal.</summary>
    public int Segments { get; }

    public IReadOnlyList<IReadOnlyList<SegmentSurvey>> Groups => _groups;

    /// <summary>Segments left alone because something in them is damaged or missing.</summary>
    public int LeftDamaged { get; private set; }

    public long BytesToDo => _groups.Sum(g => g.Sum(s => s.Segment.Length));

    /// <summary>Makes the plan.</summary>
    /// <param name="surveys">All segments but the last, in order.</param>
    /// <param name="options">When a segment is worth it.</param>
    /// <param name="segmentBytes">Most bytes of a segment.</param>
    /// <param name="currentKey">The key that encrypts; 0 when none does.</param>
    public static CompactionPlan Of(IReadOnlyList<SegmentSurvey> surveys, CompactionOptions options, long segmentBytes, ulong currentKey)
    {
        var plan = new CompactionPlan(surveys.Count + 1);
        var group = new List<SegmentSurvey>();
        foreach (var survey in surveys)
        {
            if (!survey.Whole)
            {
                plan.LeftDamaged++;
            }

            var wanted = survey.Whole && survey.End > survey.Segment.First && (NeedsKey(survey, currentKey) || IsDead(survey, options) || IsSmall(survey, segmentBytes));
            var follows = group.Count == 0 || group[^1].End == survey.Segment.First;
            if (!wanted || !follows || group.Sum(s => s.LiveBytes) + survey.LiveBytes > segmentBytes)
            {
                plan.Take(group, options, currentKey);
                group = [];
            }

            if (wanted)
            {
                group.Add(survey);
            }
        }

        plan.Take(group, options, currentKey);
        return plan;
    }

    public CompactionReport Report(int written, long dropped, long bytesAfter, ulong currentKey) => new(
        Segments, _groups.Sum(g => g.Count), written, dropped, BytesToDo, bytesAfter,
        _groups.Sum(g => g.Count(s => NeedsKey(s, currentKey))), LeftDamaged);

    private static bool NeedsKey(SegmentSurvey survey, ulong currentKey) => currentKey != 0 && survey.Segment.Header!.KeyNumber != currentKey;

    private static bool IsDead(SegmentSurvey survey, CompactionOptions options) =>
        survey.DeadBytes > 0 && survey.DeadBytes * 100 >= survey.Segment.Length * options.DeadPercent;

    private static bool IsSmall(SegmentSurvey survey, long segmentBytes) => survey.LiveBytes <= segmentBytes / 4;

    private void Take(List<SegmentSurvey> group, CompactionOptions options, ulong currentKey)
    {
        if (group.Count >= options.SmallSegments || group.Any(s => NeedsKey(s, currentKey) || IsDead(s, options)))
        {
            _groups.Add(group);
        }
    }
}
