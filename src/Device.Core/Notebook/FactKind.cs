namespace Device.Core.Notebook;

/// <summary>What a fact says. Numbers are stored and sent: append-only.</summary>
public enum FactKind : byte
{
    /// <summary>A note was begun: <see cref="NoteCreated"/>.</summary>
    NoteCreated = 1,

    /// <summary>A page was added to a note: <see cref="PageAdded"/>.</summary>
    PageAdded = 2,

    /// <summary>Something was drawn: <see cref="StrokeAdded"/>.</summary>
    StrokeAdded = 3,

    /// <summary>Strokes were erased: <see cref="StrokesErased"/>.</summary>
    StrokesErased = 4,

    /// <summary>A line of ink was read: <see cref="LineRead"/>.</summary>
    LineRead = 5,

    /// <summary>Spark was asked: <see cref="QuestionAsked"/>.</summary>
    QuestionAsked = 6,

    /// <summary>Spark answered: <see cref="AnswerReceived"/>.</summary>
    AnswerReceived = 7,

    /// <summary>Parts of a stroke were erased: <see cref="StrokeErasedPartly"/>.</summary>
    StrokeErasedPartly = 8,

    /// <summary>Strokes were moved: <see cref="StrokesMoved"/>.</summary>
    StrokesMoved = 9,

    /// <summary>Erasures were undone: <see cref="ErasureUndone"/>.</summary>
    ErasureUndone = 10,

    /// <summary>A text field was set: <see cref="TextSet"/>.</summary>
    TextSet = 11,

    /// <summary>A block for typed text was added: <see cref="TextBlockAdded"/>.</summary>
    TextBlockAdded = 12,

    /// <summary>The user said what a line of ink says: <see cref="LineCorrected"/>.</summary>
    LineCorrected = 13,

    /// <summary>A tag was put on a note or a page: <see cref="TagAdded"/>.</summary>
    TagAdded = 14,

    /// <summary>Tags were taken off: <see cref="TagRemoved"/>.</summary>
    TagRemoved = 15,

    /// <summary>A page was given its place in the note: <see cref="PageOrdered"/>.</summary>
    PageOrdered = 16,

    /// <summary>A note was deleted: <see cref="NoteDeleted"/>.</summary>
    NoteDeleted = 17,

    /// <summary>A page was deleted: <see cref="PageDeleted"/>.</summary>
    PageDeleted = 18,

    /// <summary>Deletions were undone: <see cref="Restored"/>.</summary>
    Restored = 19,

    /// <summary>A switch of a note was set: <see cref="NoteSwitchSet"/>.</summary>
    NoteSwitchSet = 20,

    /// <summary>A recording was begun: <see cref="RecordingStarted"/>.</summary>
    RecordingStarted = 32,

    /// <summary>Strokes were written during a recording: <see cref="StrokesRecorded"/>.</summary>
    StrokesRecorded = 33,

    /// <summary>A moment of a recording was marked: <see cref="RecordingMarked"/>.</summary>
    RecordingMarked = 34,

    /// <summary>The sound of a recording was stored: <see cref="RecordingStored"/>.</summary>
    RecordingStored = 35,

    /// <summary>What was said in a recording was stored: <see cref="TranscriptStored"/>.</summary>
    TranscriptStored = 36,

    /// <summary>A recording was deleted: <see cref="RecordingDeleted"/>.</summary>
    RecordingDeleted = 37,
}
