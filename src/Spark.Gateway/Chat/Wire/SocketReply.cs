using System.Net.WebSockets;

namespace Spark.Gateway.Chat.Wire;

/// <summary>Reads the frames of one WebSocket reply. One reader at a time.</summary>
internal sealed class SocketReply(ClientWebSocket socket, SparkCall call, SparkOptions options) : IDisposable
{
    private readonly SocketFrames _frames = new(options.ReplyCharacters);
    private readonly Queue<SparkPart> _parts = new();
    private byte[] _buffer = new byte[Math.Min(16 * 1024, options.LineBytes)];

    /// <summary>The next part; after <see cref="SparkPartKind.End"/> it must not be called again.</summary>
    /// <exception cref="SparkException">The service told an error, broke off, or sent something else than its protocol.</exception>
    public async ValueTask<SparkPart> NextAsync()
    {
        SparkPart? part;
        while (!_parts.TryDequeue(out part))
        {
            var length = await ReceiveAsync();
            foreach (var arrived in _frames.Take(SparkWire.Read(_buffer.AsSpan(0, length), SparkWire.Json.SocketFrame)))
            {
                _parts.Enqueue(arrived);
            }
        }

        return part;
    }

    public void Dispose() => socket.Dispose();

    private async ValueTask<int> ReceiveAsync()
    {
        var length = 0;
        while (true)
        {
            if (length == _buffer.Length)
            {
                Grow();
            }

            var received = await call.WaitAsync(token => socket.ReceiveAsync(_buffer.AsMemory(length), token).AsTask());
            length += received.Count;
            if (received.MessageType == WebSocketMessageType.Close)
            {
                throw new SparkException(new SparkError(SparkErrorKind.Unreachable, 0, "The service closed the connection before the last frame.", _frames.Sid));
            }

            if (received.EndOfMessage)
            {
                return length;
            }
        }
    }

    private void Grow()
    {
        if (_buffer.Length >= options.LineBytes)
        {
            throw new SparkException(SparkCodes.Malformed($"A frame is longer than {options.LineBytes} bytes."));
        }

        Array.Resize(ref _buffer, Math.Min(_buffer.Length * 2, options.LineBytes));
    }
}
