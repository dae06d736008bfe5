using System.Text.Json.Serialization;

namespace Spark.StandIn.Wire;

internal sealed record SocketQuestionHeader([property: JsonPropertyName("app_id")] string? AppId, string? Uid);

internal sealed record SocketChat(string? Domain);

internal sealed record SocketParameter(SocketChat? Chat);

internal sealed record SocketMessage(HttpMessage[]? Text);

internal sealed record SocketQuestionPayload(SocketMessage? Message);

internal sealed record SocketQuestion(SocketQuestionHeader? Header, SocketParameter? Parameter, SocketQuestionPayload? Payload);

internal sealed record SocketHeader(int Code, string Message, string Sid, int Status);

internal sealed record SocketText(
    string Content,
    [property: JsonPropertyName("reasoning_content")] string? ReasoningContent,
    string Role,
    int Index);

internal sealed record SocketChoices(int Status, int Seq, SocketText[] Text);

internal sealed record SocketUsage(HttpUsage Text);

internal sealed record SocketPayload(SocketChoices Choices, SocketUsage? Usage);

internal sealed record SocketFrame(SocketHeader Header, SocketPayload? Payload);

/// <summary>JSON of the WebSocket interface; names are lower case as on the wire.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(SocketQuestion))]
[JsonSerializable(typeof(SocketFrame))]
internal sealed partial class SocketWire : JsonSerializerContext;
