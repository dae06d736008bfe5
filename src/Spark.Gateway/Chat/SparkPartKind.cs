namespace Spark.Gateway.Chat;

/// <summary>What a part of a streamed reply is.</summary>
public enum SparkPartKind
{
    /// <summary>Thinking that a deep-reasoning model shows before its answer.</summary>
    Reasoning = 1,

    /// <summary>Answer text.</summary>
    Answer = 2,

    /// <summary>The reply is complete; carries no text.</summary>
    End = 3,
}
