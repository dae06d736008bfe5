namespace Device.Core.Notebook;

/// <summary>What is printed on the paper. Numbers are stored: append-only.</summary>
public enum PageTemplate : byte
{
    /// <summary>Nothing.</summary>
    Blank = 0,

    /// <summary>Horizontal lines.</summary>
    Lined = 1,

    /// <summary>Boxes for one character each (田字格).</summary>
    Grid = 2,

    /// <summary>Boxes for one character each, with the diagonals as well (米字格).</summary>
    Mizi = 3,
}
