using System.ComponentModel.DataAnnotations;
using Device.Core.Notebook;

namespace Device.Storage;

/// <summary>Says what <see cref="Journal.CompactAsync"/> would do, from the files. Needs no lock, changes nothing. Thread-safe.</summary>
public static class JournalCompaction
{
    /// <summary>Surveys a journal.</summary>
    /// <param name="journal">The journal's folder and limits.</param>
    /// <param name="keys">Decrypt it.</param>
    /// <param name="options">When a segment is worth rewriting.</param>
    /// <param name="superseded">Whether a fact may be dropped; null drops none.</param>
    /// <param name="ct">Stops it.</param>
    /// <returns>What would be done.</returns>
    /// <exception cref="ValidationException">An option is out of its range.</exception>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    /// <exception cref="StorageKeyException">A key is missing.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public static async Task<CompactionReport> PlanAsync(
        JournalOptions journal, KeyRing keys, CompactionOptions options, Func<Fact, bool>? superseded, CancellationToken ct)
    {
        Validator.ValidateObject(options, new ValidationContext(options), validateAllProperties: true);
        var folder = LinuxFolder.Existing(journal.Directory);
        var tail = JournalScan.Run(folder, keys, decode: false, ct).ToTail();
        var plan = await JournalCompactor.PlanAsync(
            folder, keys, tail, options, journal.SegmentBytes, superseded, new Throttle(0, TimeProvider.System), ct);
        var rewritten = plan.Groups.SelectMany(g => g).ToList();
        return plan.Report(plan.Groups.Count, rewritten.Sum(s => s.Dropped), rewritten.Sum(s => s.LiveBytes), keys.CurrentNumber);
    }
}
