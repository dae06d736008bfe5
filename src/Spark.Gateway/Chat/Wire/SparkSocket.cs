using System.Net;
using System.Net.WebSockets;

namespace Spark.Gateway.Chat.Wire;

/// <summary>
/// A WebSocket to the service: its connection and the messages that come in. Limits of time are the caller's. One reader and one
/// sender at a time.
/// </summary>
/// <param name="mostBytes">Of one message.</param>
/// <param name="what">What a message is called in an error.</param>
internal sealed class SparkSocket(int mostBytes, string what) : IDisposable
{
    private readonly ClientWebSocket _socket = new();
    private byte[] _buffer = new byte[Math.Min(16 * 1024, mostBytes)];

    /// <summary>Connects.</summary>
    /// <exception cref="SparkException">The service answered with an HTTP status.</exception>
    public async Task<bool> ConnectAsync(Uri address, HttpMessageInvoker connections, CancellationToken cancellationToken)
    {
        try
        {
            _socket.Options.CollectHttpResponseDetails = true;
            await _socket.ConnectAsync(address, connections, cancellationToken);
            return true;
        }
        catch (WebSocketException e) when (_socket.HttpStatusCode >= HttpStatusCode.BadRequest)
        {
            var status = (int)_socket.HttpStatusCode;
            throw new SparkException(SparkCodes.FromCode(status, $"HTTP status {status} instead of a WebSocket.", null), e);
        }
    }

    /// <summary>Sends one message.</summary>
    public async Task<bool> SendAsync(ReadOnlyMemory<byte> message, WebSocketMessageType type, CancellationToken cancellationToken)
    {
        await _socket.SendAsync(message, type, true, cancellationToken);
        return true;
    }

    /// <summary>Receives the next message.</summary>
    /// <param name="wait">Waits for one part of it, within the caller's limits.</param>
    /// <returns>The message, valid until the next is asked for; null when the service closed.</returns>
    /// <exception cref="SparkException">It is too long.</exception>
    public async Task<ReadOnlyMemory<byte>?> ReceiveAsync(
        Func<Func<CancellationToken, Task<ValueWebSocketReceiveResult>>, ValueTask<ValueWebSocketReceiveResult>> wait)
    {
        var length = 0;
        while (true)
        {
            if (length == _buffer.Length)
            {
                Grow();
            }

            var received = await wait(token => _socket.ReceiveAsync(_buffer.AsMemory(length), token).AsTask());
            length += received.Count;
            if (received.MessageType == WebSocketMessageType.Close)
            {
                return null;
            }

            if (received.EndOfMessage)
            {
                return _buffer.AsMemory(0, length);
            }
        }
    }

    /// <summary>Ends the connection at once, and whatever waits for it.</summary>
    public void Abort() => _socket.Abort();

    public void Dispose() => _socket.Dispose();

    private void Grow()
    {
        if (_buffer.Length >= mostBytes)
        {
            throw new SparkException(SparkCodes.Malformed($"A {what} is longer than {mostBytes} bytes."));
        }

        Array.Resize(ref _buffer, Math.Min(_buffer.Length * 2, mostBytes));
    }
}
