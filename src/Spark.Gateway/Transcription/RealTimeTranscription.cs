using System.Net.WebSockets;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Microsoft.Extensions.Options;
using Spark.Gateway.Chat;
using Spark.Gateway.Transcription.Wire;

namespace Spark.Gateway.Transcription;

/// <summary>Real-time transcription over a signed WebSocket address, one connection a session. Safe to use from any thread.</summary>
public sealed class RealTimeTranscription : ITranscriptionBackend, IDisposable
{
    private static readonly byte[] End = JsonSerializer.SerializeToUtf8Bytes(new RealTimeEnd(true), TranscriptionJson.Default.RealTimeEnd);

    private readonly TranscriptionOptions _options;
    private readonly TimeProvider _time;
    private readonly string _key;
    private readonly HttpMessageInvoker _connections;

    /// <summary>Makes a backend.</summary>
    /// <param name="options">Address, application and key.</param>
    /// <param name="timeProvider">The clock of pace, limits and signature.</param>
    /// <exception cref="InvalidOperationException">The key is missing or its file cannot be read.</exception>
    public RealTimeTranscription(IOptions<TranscriptionOptions> options, TimeProvider timeProvider)
    {
        (_options, _time) = (options.Value, timeProvider);
        _key = SparkKeys.Secret("Transcription", _options.ApiKeyFile, _options.ApiKey, nameof(_options.ApiKey));
        _connections = new HttpMessageInvoker(SparkConnections.Handler(_options.ConnectSeconds));
    }

    /// <inheritdoc/>
    public TimeSpan Longest => TimeSpan.FromHours(5);

    /// <inheritdoc/>
    public async IAsyncEnumerable<Caption> ListenAsync(
        LiveSpeech speech, IAsyncEnumerable<ReadOnlyMemory<byte>> audio, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var socket = new SpeechSocket(_options, _time);
        var address = RealTimeAddress.Sign(_options.RealTimeAddress, _options.AppId, _key, speech, _time.GetUtcNow());
        await socket.ConnectAsync(address, _connections, cancellationToken);
        RealTimeCaptions captions = new();
        await foreach (var message in socket.ReadAsync(token => SendAsync(socket, audio, token), cancellationToken))
        {
            if (captions.Take(message.Span) is { } caption)
            {
                yield return caption;
            }
        }

        if (!socket.HasEnded)
        {
            throw new SparkException(new SparkError(SparkErrorKind.Unreachable, 0, "The service closed the connection before the audio ended.", captions.Sid));
        }
    }

    /// <summary>Closes idle connections.</summary>
    public void Dispose() => _connections.Dispose();

    private async Task SendAsync(SpeechSocket socket, IAsyncEnumerable<ReadOnlyMemory<byte>> audio, CancellationToken cancellationToken)
    {
        await foreach (var piece in AudioPieces.CutAsync(audio, TimeSpan.FromMilliseconds(_options.PieceMs), _time, cancellationToken))
        {
            await socket.SendAsync(piece, WebSocketMessageType.Binary, cancellationToken);
        }

        // Before it is told: the service may close before this side knows that it has been sent.
        socket.Ended();
        await socket.SendAsync(End, WebSocketMessageType.Text, cancellationToken);
    }
}
