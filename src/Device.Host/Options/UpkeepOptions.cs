using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Device.Host.Options;

/// <summary>When journal and blobs are tidied: configuration section <c>Upkeep</c>.</summary>
public sealed class UpkeepOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Upkeep";

    /// <summary>Seconds after the start, 1 to 86,400.</summary>
    [Range(1, 86_400)]
    public int AfterStartSeconds { get; set; } = 120;

    /// <summary>Minutes between two times, 1 to 10,080.</summary>
    [Range(1, 10_080)]
    public int IntervalMinutes { get; set; } = 360;

    /// <summary>Seconds that the pen must have rested before it begins, 0 to 3,600.</summary>
    [Range(0, 3_600)]
    public int RestSeconds { get; set; } = 30;

    /// <summary>Days after which a blob that no fact names is deleted, 1 to 365: facts on their way from other machines have so long to come.</summary>
    [Range(1, 365)]
    public int BlobGraceDays { get; set; } = 30;
}

/// <summary>Checks the ranges of <see cref="UpkeepOptions"/> without reflection.</summary>
[OptionsValidator]
internal sealed partial class UpkeepOptionsValidator : IValidateOptions<UpkeepOptions>;
