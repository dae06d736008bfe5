namespace Device.Core.Touch;

/// <summary>Which hand holds the pen. Numbers are append-only.</summary>
public enum WritingHand : byte
{
    /// <summary>Not known: no part of the page is expected to be touched by the hand.</summary>
    Unknown = 0,

    /// <summary>The left: the hand rests to the left of the pen and below.</summary>
    Left = 1,

    /// <summary>The right: the hand rests to the right of the pen and below.</summary>
    Right = 2,
}
