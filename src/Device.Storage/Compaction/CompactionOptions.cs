using System.ComponentModel.DataAnnotations;

namespace Device.Storage;

/// <summary>When segments are rewritten and how gently. Checked when a compaction begins.</summary>
public sealed class CompactionOptions
{
    /// <summary>Share of a segment's bytes that must be droppable before it is rewritten for that, in percent: 0 (any will do) to 100.</summary>
    [Range(0, 100)]
    public int DeadPercent { get; set; } = 25;

    /// <summary>How many small neighbours (a quarter of a segment or less) are put together: 2 to 1,000.</summary>
    [Range(2, 1_000)]
    public int SmallSegments { get; set; } = 8;

    /// <summary>Most bytes written a second, so that the pen's syncs do not wait behind: 64 KiB to 1 GiB; 0 goes as fast as it can (for tools).</summary>
    [Range(0L, 1L << 30)]
    public long BytesPerSecond { get; set; } = 2L << 20;
}
