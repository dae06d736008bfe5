using System.Net.WebSockets;

namespace Device.Host.Api;

/// <summary>A WebSocket over which the page of a simulated board sends what a person does: whole messages of fixed records.</summary>
internal sealed class FeedSocket(WebSocket socket, int recordBytes, int mostRecords) : IDisposable
{
    private readonly byte[] _buffer = new byte[recordBytes * mostRecords];

    /// <summary>Takes a page's connection; answers 400 and gives null when it is no WebSocket.</summary>
    public static async Task<FeedSocket?> AcceptAsync(HttpContext context, ApiToken token, int recordBytes, int mostRecords)
    {
        if (!context.WebSockets.IsWebSocketRequest)
        {
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            return null;
        }

        var socket = await context.WebSockets.AcceptWebSocketAsync(token.FindSubProtocol(context.WebSockets.WebSocketRequestedProtocols));
        return new FeedSocket(socket, recordBytes, mostRecords);
    }

    /// <summary>Takes messages until the page closes the connection or sends one that is wrong.</summary>
    /// <param name="take">Takes a message's records, which stay valid until it returns; false when one of them is wrong.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task ReceiveAsync(Func<ReadOnlyMemory<byte>, ValueTask<bool>> take, CancellationToken cancellationToken)
    {
        try
        {
            while (await MessageAsync(cancellationToken) is { } message)
            {
                if (message.Length % recordBytes != 0 || !await take(message))
                {
                    await socket.CloseAsync(
                        WebSocketCloseStatus.InvalidPayloadData, $"records of {recordBytes} bytes expected, see docs/formats/local-api.md", cancellationToken);
                    return;
                }
            }
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException)
        {
            // The page was closed.
        }
    }

    public void Dispose() => socket.Dispose();

    private async Task<ReadOnlyMemory<byte>?> MessageAsync(CancellationToken cancellationToken)
    {
        var length = 0;
        while (true)
        {
            if (length == _buffer.Length)
            {
                await socket.CloseAsync(WebSocketCloseStatus.MessageTooBig, $"at most {_buffer.Length} bytes expected", cancellationToken);
                return null;
            }

            var part = await socket.ReceiveAsync(_buffer.AsMemory(length), cancellationToken);
            if (part.MessageType == WebSocketMessageType.Close)
            {
                await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, cancellationToken);
                return null;
            }

            length += part.Count;
            if (part.EndOfMessage)
            {
                return _buffer.AsMemory(0, length);
            }
        }
    }
}
