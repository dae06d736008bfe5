namespace Device.Core.Ink;

/// <summary>Where the pen is relative to the glass. Numbers are append-only.</summary>
public enum PenPhase : byte
{
    /// <summary>Out of the digitiser's range. Ends a stroke even when no pen-up was seen.</summary>
    Away = 0,

    /// <summary>In range but not touching.</summary>
    Hover = 1,

    /// <summary>Touching: the sample belongs to a stroke.</summary>
    Contact = 2,
}
