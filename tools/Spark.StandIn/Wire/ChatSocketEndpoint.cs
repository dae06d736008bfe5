using System.Net.WebSockets;
using System.Text.Encodings.Web;
using System.Text.Json;
using Spark.StandIn.Answers;

namespace Spark.StandIn.Wire;

/// <summary>The WebSocket interface: <c>/{version}/chat</c>, <c>/chat/{model}</c> and <c>/{version}/x1</c>; one question a connection.</summary>
internal sealed class ChatSocketEndpoint(StandInOptions options, Conversation conversation, TimeProvider timeProvider)
{
    private readonly UrlSignature _signature = new(options.ApiKey, options.ApiSecret, timeProvider);

    private readonly SocketWire _json = new(new JsonSerializerOptions(SocketWire.Default.Options)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/{version}/chat", AnswerAsync);
        routes.MapGet("/chat/{model}", AnswerAsync);
        routes.MapGet("/{version}/x1", AnswerAsync);
    }

    private async Task AnswerAsync(HttpContext context)
    {
        var fault = conversation.Arrive();
        if (!context.WebSockets.IsWebSocketRequest)
        {
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            return;
        }

        var refusal = conversation.Faults.RefuseKeys ? StatusCodes.Status401Unauthorized : _signature.Refusal(context.Request);
        if (refusal != 0 || fault.HttpStatus != 0)
        {
            context.Response.StatusCode = refusal != 0 ? refusal : fault.HttpStatus;
            await context.Response.WriteAsync("""{"message":"HMAC signature cannot be verified"}""", context.RequestAborted);
            return;
        }

        using var socket = await context.WebSockets.AcceptWebSocketAsync();
        var question = await ReadAsync(socket, context.RequestAborted);
        var domain = question?.Parameter?.Chat?.Domain ?? "";
        var messages = question?.Header?.AppId == options.AppId
            ? question.Payload?.Message?.Text?.Select(each => new ChatTurnMessage(each?.Role ?? "", each?.Content ?? "")).ToList()
            : null;
        var turn = conversation.Begin(fault, domain, domain is "x1" or "spark-x", messages);
        if (turn.Refusal != 0)
        {
            await SendAsync(socket, Error(turn, turn.Refusal), context.RequestAborted);
        }
        else if (!await StreamAsync(socket, turn, context.RequestAborted))
        {
            context.Abort();
            return;
        }

        await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, context.RequestAborted);
    }

    private async Task<SocketQuestion?> ReadAsync(WebSocket socket, CancellationToken cancellationToken)
    {
        var buffer = new byte[options.RequestBytes];
        var length = 0;
        while (length < buffer.Length)
        {
            var received = await socket.ReceiveAsync(buffer.AsMemory(length), cancellationToken);
            length += received.Count;
            if (received.MessageType == WebSocketMessageType.Close)
            {
                return null;
            }

            if (received.EndOfMessage)
            {
                break;
            }
        }

        try
        {
            return JsonSerializer.Deserialize(buffer.AsSpan(0, length), _json.SocketQuestion);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private async Task<bool> StreamAsync(WebSocket socket, Turn turn, CancellationToken cancellationToken)
    {
        var sequence = 0;
        await foreach (var part in conversation.StreamAsync(turn, cancellationToken))
        {
            switch (part.Kind)
            {
                case TurnPartKind.Cut:
                    return false;
                case TurnPartKind.Error:
                    await SendAsync(socket, Error(turn, part.Code), cancellationToken);
                    return true;
                default:
                    await SendAsync(socket, Frame(turn, part, sequence++), cancellationToken);
                    break;
            }
        }

        return true;
    }

    private static SocketFrame Frame(Turn turn, TurnPart part, int sequence)
    {
        var status = part.Kind == TurnPartKind.End ? 2 : sequence == 0 ? 0 : 1;
        var isReasoning = part.Kind == TurnPartKind.Reasoning;
        SocketText text = new(isReasoning ? "" : part.Text, isReasoning ? part.Text : null, "assistant", 0);
        HttpUsage usage = new(
            turn.Answer.PromptTokens, turn.Answer.CompletionTokens, turn.Answer.PromptTokens + turn.Answer.CompletionTokens);
        return new SocketFrame(
            new SocketHeader(0, "Success", turn.Sid, status),
            new SocketPayload(new SocketChoices(status, sequence, [text]), status == 2 ? new SocketUsage(usage) : null));
    }

    private static SocketFrame Error(Turn turn, int code) =>
        new(new SocketHeader(code, Conversation.MessageOf(code), turn.Sid, 2), null);

    private async Task SendAsync(WebSocket socket, SocketFrame frame, CancellationToken cancellationToken) =>
        await socket.SendAsync(
            JsonSerializer.SerializeToUtf8Bytes(frame, _json.SocketFrame), WebSocketMessageType.Text, true, cancellationToken);
}
