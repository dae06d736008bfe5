namespace Device.Core.Ink;

/// <summary>What a labelled sample of ink holds.</summary>
public enum InkKind
{
    /// <summary>One character.</summary>
    Character = 0,

    /// <summary>A line of text.</summary>
    Line = 1,

    /// <summary>A mathematical expression; its label is LaTeX.</summary>
    Mathematics = 2,
}
