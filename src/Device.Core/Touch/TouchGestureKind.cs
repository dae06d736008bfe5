namespace Device.Core.Touch;

/// <summary>What fingers meant. Numbers are append-only.</summary>
public enum TouchGestureKind : byte
{
    /// <summary>One finger touched shortly.</summary>
    Tap = 0,

    /// <summary>Two fingers touched shortly, at the same time: take back the last thing.</summary>
    TwoFingerTap = 1,

    /// <summary>One finger wiped to the left: the next page.</summary>
    SwipeLeft = 2,

    /// <summary>One finger wiped to the right: the page before.</summary>
    SwipeRight = 3,
}
