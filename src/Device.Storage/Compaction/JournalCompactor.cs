using Device.Core.Notebook;

namespace Device.Storage;

/// <summary>Rewrites the segments of an open journal group by group; each is exchanged on its own, and readers and the writer go on meanwhile.</summary>
internal sealed class JournalCompactor(JournalParts parts, JournalWriter writer, CompactionOptions options)
{
    private readonly Throttle _throttle = new(options.BytesPerSecond, parts.Time);

    /// <summary>Surveys all segments but the one that is written.</summary>
    public static async Task<CompactionPlan> PlanAsync(
        IStorageFolder folder, KeyRing keys, JournalTail tail, CompactionOptions options, long segmentBytes, Func<Fact, bool>? superseded, Throttle throttle, CancellationToken ct)
    {
        var surveys = new List<SegmentSurvey>();
        for (var i = 0; i + 1 < tail.Segments.Length; i++)
        {
            using var reader = new GroupReader(folder, keys, tail.Segments[i], SegmentOrder.EndOf(tail.Segments, i), superseded);
            surveys.Add(SegmentSurvey.Of(reader, ct));
            await throttle.PassAsync(tail.Segments[i].Length / 8, ct);
        }

        return CompactionPlan.Of(surveys, options, segmentBytes, keys.CurrentNumber);
    }

    /// <exception cref="IOException">A segment could not be read or written; what was exchanged before stays exchanged.</exception>
    public async Task<CompactionReport> RunAsync(Func<Fact, bool>? superseded, IProgress<CompactionProgress>? progress, CancellationToken ct)
    {
        var start = parts.Time.GetTimestamp();
        var plan = await PlanAsync(parts.Folder, parts.Keys, writer.Tail, options, parts.Options.SegmentBytes, superseded, _throttle, ct);
        var (done, dropped, before, after) = (0, 0L, 0L, 0L);
        foreach (var group in plan.Groups)
        {
            progress?.Report(new CompactionProgress(done, plan.Groups.Count, before, plan.BytesToDo));
            using var rewriter = new SegmentRewriter(parts, writer.Numbers, _throttle);
            var (segment, lost) = await rewriter.RunAsync(group, superseded, ct);
            writer.Exchange(segment);
            Delete(group);
            done++;
            dropped += lost;
            before += group.Sum(s => s.Segment.Length);
            after += segment.Length;
            parts.Metrics.Dropped.Add(lost);
            parts.Metrics.Reclaimed.Add(group.Sum(s => s.Segment.Length) - segment.Length);
        }

        progress?.Report(new CompactionProgress(done, plan.Groups.Count, before, plan.BytesToDo));
        parts.Metrics.Compactions.Record(parts.Time.GetElapsedTime(start).TotalSeconds);
        var report = plan.Report(done, dropped, after, parts.Keys.CurrentNumber);
        JournalLog.Compacted(parts.Logger, parts.Folder.Path, report.Rewritten, report.Written, report.Dropped, report.BytesBefore - report.BytesAfter);
        return report;
    }

    /// <summary>Readers that have one of them open read on; who comes later finds the new one. What cannot be deleted goes at the next open.</summary>
    private void Delete(IReadOnlyList<SegmentSurvey> group)
    {
        foreach (var survey in group)
        {
            try
            {
                parts.Folder.Delete(survey.Segment.Name);
            }
            catch (IOException e)
            {
                JournalLog.NotDeleted(parts.Logger, parts.Folder.Path, survey.Segment.Name, e);
            }
        }

        try
        {
            parts.Folder.SyncNames();
        }
        catch (IOException e)
        {
            JournalLog.NotDeleted(parts.Logger, parts.Folder.Path, group[0].Segment.Name, e);
        }
    }
}
