namespace Device.Core.Gestures;

/// <summary>What a stroke that is no writing looks like.</summary>
public enum InkGestureKind
{
    /// <summary>To and fro over ink.</summary>
    ScratchOut,

    /// <summary>A ring around ink.</summary>
    Circle,

    /// <summary>A level line under ink.</summary>
    Underline,

    /// <summary>A caret (∧) that points from below between two pieces of a line.</summary>
    Insert,

    /// <summary>A bow (‿) from under one piece of a line to under the next.</summary>
    Join,

    /// <summary>A vertical line through a line, between two pieces or across a joined word.</summary>
    Split,
}
