namespace Spark.StandIn;

/// <summary>What goes wrong with one request. The default value of every property means "nothing".</summary>
public sealed record StandInFault
{
    /// <summary>A code of the Spark service (10007, 10013 …) that answers instead of text; 0 for none.</summary>
    public int Code { get; init; }

    /// <summary>An HTTP status (429, 500 to 599) that answers instead of a stream; 0 for none.</summary>
    public int HttpStatus { get; init; }

    /// <summary>Parts that are sent before the fault shows, 0 or more.</summary>
    public int AfterParts { get; init; }

    /// <summary>Whether the connection is broken off without a last part.</summary>
    public bool Cut { get; init; }

    /// <summary>Where the stream falls silent, or null.</summary>
    public StandInHold? Hold { get; init; }
}
