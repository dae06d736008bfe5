using System.Net;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Runtime.CompilerServices;
using Spark.Gateway.Chat;

namespace Spark.Gateway.Transcription.Wire;

/// <summary>
/// One connection to a listening service: audio goes out on one side while messages come in on the other. What can go wrong on the
/// line becomes a <see cref="SparkException"/>. One sender and one reader at a time.
/// </summary>
internal sealed class SpeechSocket(TranscriptionOptions options, TimeProvider time) : IDisposable
{
    private readonly ClientWebSocket _socket = new();
    private readonly CancellationTokenSource _tooLong = new(Timeout.InfiniteTimeSpan, time);
    private byte[] _buffer = new byte[4096];

    /// <summary>Connects.</summary>
    /// <exception cref="SparkException">The service cannot be reached or refuses the address.</exception>
    public async Task ConnectAsync(Uri address, HttpMessageInvoker connections, CancellationToken cancellationToken)
    {
        _socket.Options.CollectHttpResponseDetails = true;
        await GuardAsync(async token =>
        {
            try
            {
                await _socket.ConnectAsync(address, connections, token);
                return true;
            }
            catch (WebSocketException e) when (_socket.HttpStatusCode >= HttpStatusCode.BadRequest)
            {
                var status = (int)_socket.HttpStatusCode;
                throw new SparkException(SparkCodes.FromCode(status, $"HTTP status {status} instead of a WebSocket.", null), e);
            }
        }, cancellationToken);
    }

    /// <summary>Sends one message.</summary>
    /// <exception cref="SparkException">The line broke.</exception>
    public Task SendAsync(ReadOnlyMemory<byte> message, WebSocketMessageType type, CancellationToken cancellationToken) =>
        GuardAsync(async token =>
        {
            await _socket.SendAsync(message, type, true, token);
            return true;
        }, cancellationToken);

    /// <summary>From now on the service must come to an end.</summary>
    public void Ended() => _tooLong.CancelAfter(TimeSpan.FromSeconds(options.LastWordSeconds));

    /// <summary>Reads messages until the service closes.</summary>
    /// <param name="sending">What sends meanwhile; when it fails, reading fails with it.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>Each valid until the next is asked for.</returns>
    /// <exception cref="SparkException">The line broke, a message is too long, or the last word did not come.</exception>
    public async IAsyncEnumerable<ReadOnlyMemory<byte>> ReadAsync(Task sending, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (await ReceiveAsync(sending, cancellationToken) is { } length)
        {
            yield return _buffer.AsMemory(0, length);
        }
    }

    public void Dispose()
    {
        _tooLong.Dispose();
        _socket.Dispose();
    }

    private async Task<int?> ReceiveAsync(Task sending, CancellationToken cancellationToken)
    {
        var receiving = GuardAsync(ReceiveAsync, cancellationToken);
        if (!sending.IsCompleted)
        {
            await Task.WhenAny(receiving, sending);
        }

        if (sending.IsFaulted && !receiving.IsCompleted)
        {
            _socket.Abort();
            await Task.WhenAny(receiving);
            await sending;
        }

        return await receiving;
    }

    private async Task<int?> ReceiveAsync(CancellationToken cancellationToken)
    {
        var length = 0;
        while (true)
        {
            if (length == _buffer.Length)
            {
                if (length >= options.MessageBytes)
                {
                    throw new SparkException(SparkCodes.Malformed($"A message is longer than {options.MessageBytes} bytes."));
                }

                Array.Resize(ref _buffer, Math.Min(length * 2, options.MessageBytes));
            }

            var received = await _socket.ReceiveAsync(_buffer.AsMemory(length), cancellationToken);
            length += received.Count;
            if (received.MessageType == WebSocketMessageType.Close)
            {
                return null;
            }

            if (received.EndOfMessage)
            {
                return length;
            }
        }
    }

    private async Task<T> GuardAsync<T>(Func<CancellationToken, Task<T>> step, CancellationToken cancellationToken)
    {
        using var any = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _tooLong.Token);
        try
        {
            return await step(any.Token);
        }
        catch (Exception e) when (e is OperationCanceledException or HttpRequestException or IOException or SocketException or WebSocketException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw new SparkException(
                _tooLong.IsCancellationRequested
                    ? new SparkError(SparkErrorKind.Silent, 0, $"The service's last word did not come within {options.LastWordSeconds} s.")
                    : new SparkError(SparkErrorKind.Unreachable, 0, "The connection to the service failed or broke off."),
                e);
        }
    }
}
