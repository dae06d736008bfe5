using System.ComponentModel.DataAnnotations;

namespace Device.Storage;

/// <summary>Where the journal lies and how much it holds back. Checked when the journal is opened.</summary>
public sealed class JournalOptions
{
    /// <summary>The folder, made where it is missing; <c>DATA/journal</c>.</summary>
    [Required]
    public string Directory { get; set; } = "";

    /// <summary>Bytes after which a new segment is begun: 1 MiB to 1 GiB. One append may go over it by its own length.</summary>
    [Range(1L << 20, 1L << 30)]
    public long SegmentBytes { get; set; } = 16L << 20;

    /// <summary>Bytes held in a file that is given up when the disk is full, so that what is being written can still be kept: 0 (none) to 64 MiB.</summary>
    [Range(0L, 64L << 20)]
    public long ReserveBytes { get; set; } = 1L << 20;

    /// <summary>How much journal and blobs may take.</summary>
    public StorageSpaceOptions Space { get; set; } = new();

    /// <summary>Whether opening begins a new epoch, and with it a new segment: for a machine that rejoins its account.</summary>
    public bool NewEpoch { get; set; }

    /// <summary>Most facts written by one commit: 1 to 65,536.</summary>
    [Range(1, 65_536)]
    public int GroupCommitRecords { get; set; } = 1_024;

    /// <summary>Most appends that wait for the writer: 1 to 65,536. Who comes when it is full waits; it is counted.</summary>
    [Range(1, 65_536)]
    public int QueuedAppends { get; set; } = 256;
}
