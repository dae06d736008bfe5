using System.Text.Json.Serialization;

namespace Spark.Gateway.Chat.Wire;

internal sealed record WireMessage(string Role, string Content)
{
    public static WireMessage[] From(SparkQuestion question) =>
        [.. question.Messages.Select(message => new WireMessage(NameOf(message.Role), message.Content))];

    private static string NameOf(SparkRole role) => role switch
    {
        SparkRole.System => "system",
        SparkRole.Assistant => "assistant",
        _ => "user",
    };
}

internal sealed record HttpThinking(string Type)
{
    public static HttpThinking? From(SparkThinking thinking) => thinking switch
    {
        SparkThinking.Enabled => new HttpThinking("enabled"),
        SparkThinking.Disabled => new HttpThinking("disabled"),
        SparkThinking.Auto => new HttpThinking("auto"),
        _ => null,
    };
}

/// <summary>Body of <c>POST …/chat/completions</c>.</summary>
internal sealed record HttpQuestion(
    string Model,
    WireMessage[] Messages,
    bool Stream,
    double? Temperature,
    [property: JsonPropertyName("max_tokens")] int? MaxTokens,
    string? User,
    HttpThinking? Thinking);
