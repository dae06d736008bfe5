using System.Text.Json.Serialization;

namespace Spark.Gateway.Chat.Wire;

internal sealed record SocketQuestionHeader([property: JsonPropertyName("app_id")] string AppId, string? Uid);

internal sealed record SocketChat(string Domain, double? Temperature, [property: JsonPropertyName("max_tokens")] int? MaxTokens);

internal sealed record SocketParameter(SocketChat Chat);

internal sealed record SocketMessage(WireMessage[] Text);

internal sealed record SocketQuestionPayload(SocketMessage Message);

/// <summary>The one frame that a WebSocket client sends.</summary>
internal sealed record SocketQuestion(SocketQuestionHeader Header, SocketParameter Parameter, SocketQuestionPayload Payload);
