using System.Text.Json.Serialization;

namespace Spark.StandIn.Wire;

internal sealed record HttpMessage(string? Role, string? Content);

internal sealed record HttpQuestion(string? Model, HttpMessage[]? Messages, bool Stream, string? User);

internal sealed record HttpDelta(
    string Role,
    string? Content,
    [property: JsonPropertyName("reasoning_content")] string? ReasoningContent);

internal sealed record HttpChoice(int Index, HttpDelta? Delta, HttpDelta? Message, [property: JsonPropertyName("finish_reason")] string? FinishReason);

internal sealed record HttpUsage(
    [property: JsonPropertyName("prompt_tokens")] int PromptTokens,
    [property: JsonPropertyName("completion_tokens")] int CompletionTokens,
    [property: JsonPropertyName("total_tokens")] int TotalTokens);

internal sealed record HttpChunk(
    int Code, string Message, string Sid, string Id, long Created, HttpChoice[] Choices, HttpUsage? Usage);

internal sealed record HttpRefusal(int Code, string Message, string Sid);

internal sealed record HttpErrorBody(string Message, string Type, string Code);

internal sealed record HttpError(HttpErrorBody Error);

/// <summary>JSON of the HTTP interface; names are lower case as on the wire.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(HttpQuestion))]
[JsonSerializable(typeof(HttpChunk))]
[JsonSerializable(typeof(HttpRefusal))]
[JsonSerializable(typeof(HttpError))]
internal sealed partial class HttpWire : JsonSerializerContext;
