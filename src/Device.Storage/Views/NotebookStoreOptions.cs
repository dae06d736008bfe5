using System.ComponentModel.DataAnnotations;

namespace Device.Storage;

/// <summary>Where the view lies and how it works. Checked when the store is opened.</summary>
public sealed class NotebookStoreOptions
{
    /// <summary>The folder, made where it is missing; <c>DATA/view</c>. Everything in it can be made anew from the journal.</summary>
    [Required]
    public string Directory { get; set; } = "";

    /// <summary>Seconds after which opening the file is given up and it is made anew: 1 to 300; 0 opens on the caller's thread without a limit (for simulations).</summary>
    [Range(0, 300)]
    public int OpenSeconds { get; set; } = 10;

    /// <summary>Most facts taken into the view in one transaction: 1 to 10,000.</summary>
    [Range(1, 10_000)]
    public int BatchFacts { get; set; } = 512;
}
