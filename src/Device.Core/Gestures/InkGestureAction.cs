namespace Device.Core.Gestures;

/// <summary>What a gesture asks for.</summary>
public enum InkGestureAction
{
    /// <summary>Erase the strokes that were hit, and the gesture's own.</summary>
    Erase,

    /// <summary>Mark the strokes as important.</summary>
    Mark,

    /// <summary>Make room between the strokes that were hit.</summary>
    MakeRoom,

    /// <summary>Close the gap between the strokes that were hit.</summary>
    CloseGap,

    /// <summary>Part the strokes that were hit: a space or a new line.</summary>
    Part,
}
