using Device.Core.Notebook;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Device.Storage.Tests;

/// <summary>Opens journals with small segments and a clock that stands still.</summary>
internal static class JournalFixture
{
    public static FakeTimeProvider Time() => new(new DateTimeOffset(2026, 3, 1, 8, 0, 0, TimeSpan.Zero));

    public static JournalOptions Options(string directory = "memory", long reserve = 0) =>
        new() { Directory = directory, SegmentBytes = 1 << 20, ReserveBytes = reserve };

    public static Task<Journal> OpenAsync(string directory, int seed = 1, DeviceId? device = null, TimeProvider? time = null) => Journal.OpenAsync(
        Options(directory), device ?? Sample.Device, time ?? Time(), new Random(seed), NullLogger<Journal>.Instance, CancellationToken.None);

    public static Task<Journal> OpenAsync(
        MemoryFolder folder, int seed = 1, TimeProvider? time = null, long reserve = 0, long segment = 1 << 20, ILogger? logger = null, StorageMetrics? metrics = null, KeyRing? keys = null)
    {
        var options = Options(reserve: reserve);
        options.SegmentBytes = segment;
        return Journal.OpenAsync(
            folder, options, Sample.Device, time ?? Time(), new Random(seed), logger ?? NullLogger.Instance, CancellationToken.None, metrics, keys);
    }

    /// <summary>Keys made from numbers, the last one current.</summary>
    public static KeyRing Keys(params byte[] numbers) => new([.. numbers.Select(n => new StorageKey([.. Enumerable.Repeat(n, StorageKey.Length)]))]);

    public static async Task<List<JournalEntry>> EntriesAsync(Journal journal, long from = 1)
    {
        var entries = new List<JournalEntry>();
        await foreach (var entry in journal.ReadAsync(from, follow: false, CancellationToken.None))
        {
            entries.Add(entry);
        }

        return entries;
    }

    public static async Task<List<Fact>> FactsAsync(Journal journal) => [.. (await EntriesAsync(journal)).Select(e => e.Fact)];
}
