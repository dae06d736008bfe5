namespace Device.Core.Touch;

/// <summary>What became of a finger. Numbers are append-only.</summary>
public enum TouchPhase : byte
{
    /// <summary>It was put down.</summary>
    Down = 0,

    /// <summary>It has moved, or its size has changed.</summary>
    Move = 1,

    /// <summary>It was lifted, and meant what it did.</summary>
    Up = 2,

    /// <summary>It is to be taken as if it had not been there: a palm, or lost from sight.</summary>
    Cancel = 3,
}
