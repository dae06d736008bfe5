namespace Spark.Gateway.Chat.Wire;

/// <summary>Reads the frames of one WebSocket reply. One reader at a time.</summary>
internal sealed class SocketReply(SparkSocket socket, SparkCall call, SparkOptions options) : IDisposable
{
    private readonly SocketFrames _frames = new(options.ReplyCharacters);
    private readonly Queue<SparkPart> _parts = new();

    /// <summary>The next part; after <see cref="SparkPartKind.End"/> it must not be called again.</summary>
    /// <exception cref="SparkException">The service told an error, broke off, or sent something else than its protocol.</exception>
    public async ValueTask<SparkPart> NextAsync()
    {
        SparkPart? part;
        while (!_parts.TryDequeue(out part))
        {
            var frame = await socket.ReceiveAsync(call.WaitAsync)
                ?? throw new SparkException(new SparkError(SparkErrorKind.Unreachable, 0, "The service closed the connection before the last frame.", _frames.Sid));
            foreach (var arrived in _frames.Take(SparkWire.Read(frame.Span, SparkWire.Json.SocketFrame)))
            {
                _parts.Enqueue(arrived);
            }
        }

        return part;
    }

    public void Dispose() => socket.Dispose();
}
