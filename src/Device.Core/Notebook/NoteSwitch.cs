namespace Device.Core.Notebook;

/// <summary>What can be switched for each note. Numbers are stored: append-only; a later one is kept and does nothing.</summary>
public enum NoteSwitch : byte
{
    /// <summary>Whether the note goes to the account's other machines.</summary>
    Sync = 1,

    /// <summary>Whether what the note holds may be sent to Spark: the user's consent.</summary>
    Cloud = 2,
}
