namespace Spark.Gateway.Chat;

/// <summary>What a question cost, in tokens as the service counts them; each 0 or more.</summary>
/// <param name="PromptTokens">Tokens read.</param>
/// <param name="CompletionTokens">Tokens written, thinking included.</param>
/// <param name="TotalTokens">Both together, as the service says it.</param>
public readonly record struct SparkUsage(int PromptTokens, int CompletionTokens, int TotalTokens);
