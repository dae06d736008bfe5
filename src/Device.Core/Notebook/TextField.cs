namespace Device.Core.Notebook;

/// <summary>Which text a <see cref="TextSet"/> sets. Numbers are stored: append-only; a later one is kept and shown nowhere.</summary>
public enum TextField : byte
{
    /// <summary>The title of a note.</summary>
    NoteTitle = 1,

    /// <summary>The title of a page.</summary>
    PageTitle = 2,

    /// <summary>The text of a block: <see cref="TextBlockAdded"/>.</summary>
    Block = 3,
}
