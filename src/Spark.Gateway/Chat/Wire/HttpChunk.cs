using System.Text.Json;
using System.Text.Json.Serialization;

namespace Spark.Gateway.Chat.Wire;

/// <summary>Text in a chunk: a <c>delta</c> of a stream or the <c>message</c> of a whole reply.</summary>
internal sealed record HttpDelta
{
    public string? Content { get; init; }

    [JsonPropertyName("reasoning_content")]
    public string? ReasoningContent { get; init; }
}

internal sealed record HttpChoice
{
    public HttpDelta? Delta { get; init; }

    public HttpDelta? Message { get; init; }

    [JsonPropertyName("finish_reason")]
    public string? FinishReason { get; init; }
}

internal sealed record WireUsage
{
    [JsonPropertyName("prompt_tokens")]
    public int PromptTokens { get; init; }

    [JsonPropertyName("completion_tokens")]
    public int CompletionTokens { get; init; }

    [JsonPropertyName("total_tokens")]
    public int TotalTokens { get; init; }

    public SparkUsage ToUsage() => new(PromptTokens, CompletionTokens, TotalTokens);
}

internal sealed record HttpErrorBody
{
    public string? Message { get; init; }

    // Seen as a number, as a numeric string and as a word.
    public JsonElement? Code { get; init; }

    public int NumericCode => Code switch
    {
        { ValueKind: JsonValueKind.Number } number when number.TryGetInt32(out var code) => code,
        { ValueKind: JsonValueKind.String } text when int.TryParse(text.GetString(), out var code) => code,
        _ => 0,
    };
}

/// <summary>One event of a stream, a whole reply, or an error body: the service uses one shape for all.</summary>
internal sealed record HttpChunk
{
    public int? Code { get; init; }

    public string? Message { get; init; }

    public string? Sid { get; init; }

    public HttpChoice?[]? Choices { get; init; }

    public WireUsage? Usage { get; init; }

    public HttpErrorBody? Error { get; init; }

    /// <summary>The error that the chunk tells, or null; code 0 is none.</summary>
    public SparkError? ToError() => this switch
    {
        { Error: { } error } => SparkCodes.FromCode(error.NumericCode, error.Message ?? Message, Sid),
        { Code: { } code and not 0 } => SparkCodes.FromCode(code, Message, Sid),
        _ => null,
    };
}
