namespace Spark.Gateway.Chat;

/// <summary>One part of a streamed reply. Immutable.</summary>
/// <param name="Kind">Thinking, answer, or the end.</param>
/// <param name="Text">Text to append; empty only at the end.</param>
/// <param name="Usage">At the end: what it cost, where the service said so. Otherwise null.</param>
/// <param name="Sid">At the end: the service's id of the session, for its support; may be empty.</param>
public sealed record SparkPart(SparkPartKind Kind, string Text, SparkUsage? Usage = null, string Sid = "");
