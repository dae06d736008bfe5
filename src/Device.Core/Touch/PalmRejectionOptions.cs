using System.ComponentModel.DataAnnotations;

namespace Device.Core.Touch;

/// <summary>What is taken for a palm.</summary>
public sealed class PalmRejectionOptions
{
    /// <summary>Milliseconds after the pen has left during which no new touch counts, 0 to 2,000: a writing hand stays on the page.</summary>
    [Range(0, 2_000)]
    public int HoldMilliseconds { get; set; } = 400;

    /// <summary>Millimetres of length or width from which a contact is a palm, 5 to 100; a thumb has up to 18.</summary>
    [Range(5.0, 100.0)]
    public float LargestFinger { get; set; } = 22;

    /// <summary>The hand that writes; it makes the place beside and below the pen's last one not count for a while.</summary>
    public WritingHand Hand { get; set; }

    /// <summary>Milliseconds after the pen has left for which that place does not count, 0 to 60,000.</summary>
    [Range(0, 60_000)]
    public int ZoneMilliseconds { get; set; } = 3_000;

    /// <summary>Millimetres by which that place reaches beyond the pen's tip, 0 to 100.</summary>
    [Range(0.0, 100.0)]
    public float ZoneMargin { get; set; } = 10;
}
