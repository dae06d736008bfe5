namespace Spark.StandIn.Wire;

/// <summary>What one step of a stream does.</summary>
internal enum TurnPartKind
{
    /// <summary>Thinking.</summary>
    Reasoning,

    /// <summary>Answer text.</summary>
    Answer,

    /// <summary>An error code ends the stream.</summary>
    Error,

    /// <summary>The connection is broken off.</summary>
    Cut,

    /// <summary>The stream is complete.</summary>
    End,
}

/// <summary>One step of a stream.</summary>
/// <param name="Kind">What it does.</param>
/// <param name="Text">Text of reasoning or answer, otherwise empty.</param>
/// <param name="Code">The service's code with <see cref="TurnPartKind.Error"/>, otherwise 0.</param>
internal readonly record struct TurnPart(TurnPartKind Kind, string Text, int Code);
