using System.ComponentModel.DataAnnotations;

namespace Device.Storage;

/// <summary>How much the notebook may take and when it warns. Checked when the journal is opened.</summary>
public sealed class StorageSpaceOptions
{
    /// <summary>Most bytes of journal and blobs together, from 16 MiB; 0 sets no quota and leaves the medium as the limit.</summary>
    [Range(0L, long.MaxValue)]
    public long QuotaBytes { get; set; }

    /// <summary>Share of the quota from which it is low, in percent: 50 to 99.</summary>
    [Range(50, 99)]
    public int LowPercent { get; set; } = 90;

    /// <summary>Free bytes on the medium below which it is low: 0 to 1 TiB.</summary>
    [Range(0L, 1L << 40)]
    public long LowFreeBytes { get; set; } = 128L << 20;

    /// <summary>Free bytes on the medium below which it is full: 0 to 1 TiB.</summary>
    [Range(0L, 1L << 40)]
    public long FullFreeBytes { get; set; } = 16L << 20;

    /// <summary>Seconds between two looks at the medium: 1 to 3,600.</summary>
    [Range(1, 3_600)]
    public int CheckSeconds { get; set; } = 5;
}
