namespace Device.Core.Ink;

/// <summary>Which end of the pen is used. Numbers are append-only, they are stored in the journal.</summary>
public enum PenTool : byte
{
    /// <summary>The writing tip.</summary>
    Tip = 0,

    /// <summary>The eraser end.</summary>
    Eraser = 1,
}
