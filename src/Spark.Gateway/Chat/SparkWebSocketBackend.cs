using System.Net.WebSockets;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Microsoft.Extensions.Options;
using Spark.Gateway.Chat.Wire;

namespace Spark.Gateway.Chat;

/// <summary>
/// Asks Spark over its WebSocket interface with a signed address, one connection a question. Makes one try;
/// <see cref="RetryingSparkBackend"/> makes more. Safe to use from any thread.
/// </summary>
public sealed class SparkWebSocketBackend : ISparkBackend, IDisposable
{
    private readonly SparkOptions _options;
    private readonly SparkKeys _keys;
    private readonly TimeProvider _timeProvider;
    private readonly HttpMessageInvoker _connections;

    /// <summary>Makes a backend.</summary>
    /// <param name="options">Addresses, limits and keys.</param>
    /// <param name="timeProvider">The clock of the time limits and of the signature, right to within 300 s.</param>
    /// <exception cref="InvalidOperationException">A key is missing or its file cannot be read.</exception>
    public SparkWebSocketBackend(IOptions<SparkOptions> options, TimeProvider timeProvider)
    {
        _options = options.Value;
        _timeProvider = timeProvider;
        _keys = SparkKeys.Read(_options);
        _connections = new HttpMessageInvoker(SparkConnections.Handler(_options.ConnectSeconds));
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<SparkPart> AskAsync(
        SparkQuestion question, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        QuestionCheck.Check(question, _options);
        using SparkCall call = new(_options, _timeProvider, cancellationToken);
        using var reply = await OpenAsync(question, call);
        SparkPart part;
        do
        {
            part = await reply.NextAsync();
            yield return part;
        }
        while (part.Kind != SparkPartKind.End);
    }

    /// <summary>Closes idle connections.</summary>
    public void Dispose() => _connections.Dispose();

    private async Task<SocketReply> OpenAsync(SparkQuestion question, SparkCall call)
    {
        var model = question.Model ?? _options.DefaultModel;
        if (!_options.WebSocketPaths.TryGetValue(model, out var path))
        {
            throw new SparkException(new SparkError(SparkErrorKind.Refused, 0, $"No WebSocket path is known for the model '{SparkCodes.Short(model)}'."));
        }

        var address = SignedAddress.Sign(new Uri(_options.WebSocketAddress, path), _keys, _timeProvider.GetUtcNow());
        SparkSocket socket = new(_options.LineBytes, "frame");
        try
        {
            await call.WaitAsync(token => socket.ConnectAsync(address, _connections, token));
            var frame = JsonSerializer.SerializeToUtf8Bytes(Question(question, model, _options.AppId), SparkWire.Json.SocketQuestion);
            await call.WaitAsync(token => socket.SendAsync(frame, WebSocketMessageType.Text, token));
            return new SocketReply(socket, call, _options);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    internal static SocketQuestion Question(SparkQuestion question, string model, string appId) => new(
        new SocketQuestionHeader(appId, question.User),
        new SocketParameter(new SocketChat(model, question.Temperature, question.MaxTokens)),
        new SocketQuestionPayload(new SocketMessage(WireMessage.From(question))));
}
