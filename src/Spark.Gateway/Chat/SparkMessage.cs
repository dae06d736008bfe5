namespace Spark.Gateway.Chat;

/// <summary>One message of a conversation. Immutable.</summary>
/// <param name="Role">Who speaks.</param>
/// <param name="Content">Plain text; how long it may be together with the others is <see cref="SparkOptions.QuestionCharacters"/>.</param>
public sealed record SparkMessage(SparkRole Role, string Content);
