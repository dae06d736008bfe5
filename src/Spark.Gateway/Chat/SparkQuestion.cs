namespace Spark.Gateway.Chat;

/// <summary>One question with its context. Immutable.</summary>
public sealed record SparkQuestion
{
    /// <summary>The conversation, oldest message first; 1 message or more, the last one of role user.</summary>
    public required IReadOnlyList<SparkMessage> Messages { get; init; }

    /// <summary>Model by its name on the wire (<c>lite</c>, <c>generalv3.5</c>, <c>4.0Ultra</c>, <c>x1</c> …), or null for the default.</summary>
    public string? Model { get; init; }

    /// <summary>Whether a deep-reasoning model thinks first.</summary>
    public SparkThinking Thinking { get; init; }

    /// <summary>Randomness, above 0 to 2, or null for the service's own.</summary>
    public double? Temperature { get; init; }

    /// <summary>Longest answer in tokens, 1 to 32,768, or null for the service's own.</summary>
    public int? MaxTokens { get; init; }

    /// <summary>
    /// An opaque name of the person who asks, 32 characters at most, by which the service limits traffic; never a real name.
    /// </summary>
    public string? User { get; init; }
}
