using System.ComponentModel.DataAnnotations;

namespace Device.Storage;

/// <summary>Where blobs lie and how often a recording is synced. Checked when the store is opened.</summary>
public sealed class BlobOptions
{
    /// <summary>The folder, made where it is missing; <c>DATA/blobs</c>.</summary>
    [Required]
    public string Directory { get; set; } = "";

    /// <summary>Milliseconds of a recording that a power cut may cost: 50 to 10,000.</summary>
    [Range(50, 10_000)]
    public int SyncMilliseconds { get; set; } = 500;

    /// <summary>Most bytes of one blob: 1 MiB to 64 GiB.</summary>
    [Range(1L << 20, 1L << 36)]
    public long BlobBytes { get; set; } = 4L << 30;
}
