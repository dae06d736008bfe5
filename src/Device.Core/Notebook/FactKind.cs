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
}
