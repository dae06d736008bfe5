using System.Text.Json.Serialization;

namespace Spark.Gateway.Chat.Wire;

internal sealed record SocketHeader
{
    public int Code { get; init; }

    public string? Message { get; init; }

    public string? Sid { get; init; }

    public int Status { get; init; }
}

internal sealed record SocketText
{
    public string? Content { get; init; }

    [JsonPropertyName("reasoning_content")]
    public string? ReasoningContent { get; init; }
}

internal sealed record SocketChoices
{
    public int Status { get; init; }

    public SocketText?[]? Text { get; init; }
}

internal sealed record SocketUsage
{
    public WireUsage? Text { get; init; }
}

internal sealed record SocketPayload
{
    public SocketChoices? Choices { get; init; }

    public SocketUsage? Usage { get; init; }
}

/// <summary>One frame that a WebSocket server sends.</summary>
internal sealed record SocketFrame
{
    public SocketHeader? Header { get; init; }

    public SocketPayload? Payload { get; init; }
}
