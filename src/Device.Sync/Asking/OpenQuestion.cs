using Device.Core.Notebook;
using Device.Messages;

namespace Device.Sync.Asking;

/// <summary>A question without an answer in the journal.</summary>
internal sealed class OpenQuestion(FactId id, QuestionAsked body, long positionBefore)
{
    public FactId Id { get; } = id;

    public QuestionAsked Body { get; } = body;

    /// <summary>The position of the journal's entry before it: reading from there meets it again.</summary>
    public long PositionBefore { get; } = positionBefore;

    /// <summary>Whether it is to be asked as soon as there is room.</summary>
    public bool Ready { get; set; } = true;

    /// <summary>How often it was asked without a sign of an answer since.</summary>
    public int Tries { get; set; }

    /// <summary>When it was asked, or a part came that helped, whichever is later.</summary>
    public TimeSpan HeardAt { get; set; }

    /// <summary>When it was asked last.</summary>
    public TimeSpan AskedAt { get; set; }

    /// <summary>The part that is expected next.</summary>
    public int Next { get; set; }

    /// <summary>Whether the last part was passed on; only the answer in the journal is missing.</summary>
    public bool Finished { get; set; }

    /// <summary>Parts that wait for their turn, by sequence; bounded.</summary>
    public Dictionary<int, ReplyMessage> Held { get; } = [];

    /// <summary>The length of their texts.</summary>
    public int HeldCharacters => Held.Values.Sum(h => h.Answer.Length + h.Reasoning.Length);
}
