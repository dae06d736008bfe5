using System.Net.WebSockets;
using System.Runtime.CompilerServices;
using Spark.Gateway.Chat;
using Spark.Gateway.Chat.Wire;

namespace Spark.Gateway.Transcription.Wire;

/// <summary>
/// One connection to a listening service: audio goes out on one side while messages come in on the other. What can go wrong on the
/// line becomes a <see cref="SparkException"/>. One sender and one reader at a time.
/// </summary>
internal sealed class SpeechSocket(TranscriptionOptions options, TimeProvider time) : IDisposable
{
    private readonly SparkSocket _socket = new(options.MessageBytes, "message");
    private readonly CancellationTokenSource _tooLong = new(Timeout.InfiniteTimeSpan, time);

    /// <summary>Connects.</summary>
    /// <exception cref="SparkException">The service cannot be reached or refuses the address.</exception>
    public async Task ConnectAsync(Uri address, HttpMessageInvoker connections, CancellationToken cancellationToken) =>
        await GuardAsync(token => _socket.ConnectAsync(address, connections, token), cancellationToken);

    /// <summary>Sends one message.</summary>
    /// <exception cref="SparkException">The line broke.</exception>
    public async Task SendAsync(ReadOnlyMemory<byte> message, WebSocketMessageType type, CancellationToken cancellationToken) =>
        await GuardAsync(token => _socket.SendAsync(message, type, token), cancellationToken);

    /// <summary>Whether all of the audio was sent.</summary>
    public bool HasEnded { get; private set; }

    /// <summary>All of the audio was sent: from now on the service must come to an end.</summary>
    public void Ended()
    {
        HasEnded = true;
        _tooLong.CancelAfter(TimeSpan.FromSeconds(options.LastWordSeconds));
    }

    /// <summary>Reads messages until the service closes or the caller has heard enough, while audio is sent.</summary>
    /// <param name="send">Sends the audio; when it fails, reading fails with it. Cancelled and waited for at the end.</param>
    /// <param name="cancellationToken">Ends both.</param>
    /// <returns>Each valid until the next is asked for.</returns>
    /// <exception cref="SparkException">The line broke, a message is too long, or the last word did not come.</exception>
    public async IAsyncEnumerable<ReadOnlyMemory<byte>> ReadAsync(
        Func<CancellationToken, Task> send, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var sending = send(stop.Token);
        try
        {
            while (await ReceiveAsync(sending, cancellationToken) is { } message)
            {
                yield return message;
            }
        }
        finally
        {
            await stop.CancelAsync();
            await Task.WhenAny(sending);
        }
    }

    public void Dispose()
    {
        _tooLong.Dispose();
        _socket.Dispose();
    }

    private async Task<ReadOnlyMemory<byte>?> ReceiveAsync(Task sending, CancellationToken cancellationToken)
    {
        var receiving = _socket.ReceiveAsync(step => GuardAsync(step, cancellationToken));
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

    private async ValueTask<T> GuardAsync<T>(Func<CancellationToken, Task<T>> step, CancellationToken cancellationToken)
    {
        using var any = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _tooLong.Token);
        try
        {
            return await step(any.Token);
        }
        catch (Exception e) when (SparkCall.IsOfTheLine(e))
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw new SparkException(
                _tooLong.IsCancellationRequested
                    ? new SparkError(SparkErrorKind.Silent, 0, $"The service's last word did not come within {options.LastWordSeconds} s.")
                    : SparkCall.BrokeOff,
                e);
        }
    }
}
