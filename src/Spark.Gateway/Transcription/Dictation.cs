using System.Net.WebSockets;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Microsoft.Extensions.Options;
using Spark.Gateway.Chat;
using Spark.Gateway.Chat.Wire;
using Spark.Gateway.Transcription.Wire;

namespace Spark.Gateway.Transcription;

/// <summary>Dictation over a signed WebSocket address, one connection a session. Safe to use from any thread.</summary>
public sealed class Dictation : ITranscriptionBackend, IDisposable
{
    private readonly TranscriptionOptions _options;
    private readonly TimeProvider _time;
    private readonly SparkKeys _keys;
    private readonly HttpMessageInvoker _connections;

    /// <summary>Makes a backend.</summary>
    /// <param name="options">Address, application, key and secret.</param>
    /// <param name="timeProvider">The clock of pace, limits and signature.</param>
    /// <exception cref="InvalidOperationException">A key is missing or its file cannot be read.</exception>
    public Dictation(IOptions<TranscriptionOptions> options, TimeProvider timeProvider)
    {
        (_options, _time) = (options.Value, timeProvider);
        _keys = SparkKeys.Read(_options);
        _connections = new HttpMessageInvoker(SparkConnections.Handler(_options.ConnectSeconds));
    }

    /// <inheritdoc/>
    public TimeSpan Longest => TimeSpan.FromSeconds(60);

    /// <inheritdoc/>
    public async IAsyncEnumerable<Caption> ListenAsync(
        LiveSpeech speech, IAsyncEnumerable<ReadOnlyMemory<byte>> audio, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var socket = new SpeechSocket(_options, _time);
        await socket.ConnectAsync(SignedAddress.Sign(_options.DictationAddress, _keys, _time.GetUtcNow()), _connections, cancellationToken);
        DictationCaptions captions = new();
        await foreach (var message in socket.ReadAsync(token => SendAsync(socket, speech, audio, token), cancellationToken))
        {
            if (captions.Take(message.Span) is { } caption)
            {
                yield return caption;
            }

            if (captions.IsDone)
            {
                // The service ends a dictation by itself after a long silence, whether or not there is more audio.
                yield break;
            }
        }

        throw new SparkException(new SparkError(SparkErrorKind.Unreachable, 0, "The service closed the connection before its last word.", captions.Sid));
    }

    /// <summary>Closes idle connections.</summary>
    public void Dispose() => _connections.Dispose();

    private async Task SendAsync(SpeechSocket socket, LiveSpeech speech, IAsyncEnumerable<ReadOnlyMemory<byte>> audio, CancellationToken cancellationToken)
    {
        var status = 0;
        await foreach (var piece in AudioPieces.CutAsync(audio, TimeSpan.FromMilliseconds(_options.PieceMs), _time, cancellationToken))
        {
            await socket.SendAsync(Frame(speech, piece.Span, status), WebSocketMessageType.Text, cancellationToken);
            status = 1;
        }

        if (status == 0)
        {
            await socket.SendAsync(Frame(speech, [], 0), WebSocketMessageType.Text, cancellationToken);
        }

        await socket.SendAsync(Frame(speech, [], 2), WebSocketMessageType.Text, cancellationToken);
        socket.Ended();
    }

    internal byte[] Frame(LiveSpeech speech, ReadOnlySpan<byte> audio, int status)
    {
        var isChinese = speech.Language == "zh";
        return JsonSerializer.SerializeToUtf8Bytes(
            new DictationFrame(
                status == 0 ? new DictationApplication(_options.AppId) : null,
                status == 0 ? new DictationBusiness(isChinese ? "zh_cn" : "en_us", "iat", "mandarin", _options.SentenceEndMs, "wpgs", 1) : null,
                new DictationAudio(status, "audio/L16;rate=16000", "raw", Convert.ToBase64String(audio))),
            TranscriptionJson.Default.DictationFrame);
    }
}
