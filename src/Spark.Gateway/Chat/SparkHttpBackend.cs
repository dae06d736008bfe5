using System.Net.Http.Headers;
using System.Net.Mime;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Microsoft.Extensions.Options;
using Spark.Gateway.Chat.Wire;

namespace Spark.Gateway.Chat;

/// <summary>
/// Asks Spark over its OpenAI-compatible HTTP interface (<c>/v1/chat/completions</c>, <c>/v2/…</c> for deep reasoning) and
/// reads the event stream. Makes one try; <see cref="RetryingSparkBackend"/> makes more. Safe to use from any thread.
/// </summary>
public sealed class SparkHttpBackend : ISparkBackend, IDisposable
{
    private const int ErrorBytes = 64 * 1024;
    private readonly SparkOptions _options;
    private readonly SparkKeys _keys;
    private readonly TimeProvider _timeProvider;
    private readonly HttpClient _client;

    /// <summary>Makes a backend with a connection pool of its own.</summary>
    /// <param name="options">Addresses, limits and keys.</param>
    /// <param name="timeProvider">The clock of the time limits.</param>
    /// <exception cref="InvalidOperationException">The API password is missing or its file cannot be read.</exception>
    public SparkHttpBackend(IOptions<SparkOptions> options, TimeProvider timeProvider)
        : this(options, timeProvider, SparkConnections.Handler(options.Value.ConnectSeconds))
    {
    }

    internal SparkHttpBackend(IOptions<SparkOptions> options, TimeProvider timeProvider, HttpMessageHandler handler)
    {
        _options = options.Value;
        _timeProvider = timeProvider;
        _keys = SparkKeys.Read(_options);
        _client = new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan };
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<SparkPart> AskAsync(
        SparkQuestion question, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        QuestionCheck.Check(question, _options);
        using SparkCall call = new(_options, _timeProvider, cancellationToken);
        await using var reply = await OpenAsync(question, call);
        SparkPart part;
        do
        {
            part = await reply.NextAsync();
            yield return part;
        }
        while (part.Kind != SparkPartKind.End);
    }

    /// <summary>Closes the connections.</summary>
    public void Dispose() => _client.Dispose();

    private async Task<HttpReply> OpenAsync(SparkQuestion question, SparkCall call)
    {
        var model = question.Model ?? _options.DefaultModel;
        var isDeep = _options.DeepModels.Contains(model);
        using HttpRequestMessage request = new(
            HttpMethod.Post, new Uri(_options.HttpAddress, isDeep ? _options.DeepChatPath : _options.ChatPath));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", _keys.ApiPassword);
        request.Headers.Accept.ParseAdd(MediaTypeNames.Text.EventStream);
        request.Content = new ByteArrayContent(
            JsonSerializer.SerializeToUtf8Bytes(Question(question, model, isDeep), SparkWire.Json.HttpQuestion));
        request.Content.Headers.ContentType = new MediaTypeHeaderValue(MediaTypeNames.Application.Json);

        var response = await call.WaitAsync(token => _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, token));
        try
        {
            var body = await call.WaitAsync(response.Content.ReadAsStreamAsync);
            return response.IsSuccessStatusCode
                ? new HttpReply(response, body, call, _options)
                : throw new SparkException(await ErrorAsync(response, body, call));
        }
        catch
        {
            response.Dispose();
            throw;
        }
    }

    internal static HttpQuestion Question(SparkQuestion question, string model, bool isDeep) => new(
        model,
        WireMessage.From(question),
        Stream: true,
        question.Temperature,
        question.MaxTokens,
        question.User,
        isDeep ? HttpThinking.From(question.Thinking) : null);

    private async Task<SparkError> ErrorAsync(HttpResponseMessage response, Stream body, SparkCall call)
    {
        var buffer = new byte[ErrorBytes];
        var length = await call.WaitAsync(token => body.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, token).AsTask());
        var status = (int)response.StatusCode;
        var error = SparkCodes.FromCode(status, $"HTTP status {status}.", null);
        try
        {
            var told = SparkWire.Read(buffer.AsSpan(0, length), SparkWire.Json.HttpChunk).ToError();
            var isClearer = told is { Code: not 0, Kind: not SparkErrorKind.Refused };
            error = isClearer ? told! : error with { Message = told?.Message ?? error.Message };
        }
        catch (SparkException)
        {
            // A proxy's page instead of JSON: the status says enough.
        }

        return error with { RetryAfter = RetryAfter(response.Headers.RetryAfter) };
    }

    private TimeSpan? RetryAfter(RetryConditionHeaderValue? header)
    {
        var wait = header?.Delta ?? (header?.Date - _timeProvider.GetUtcNow());
        return wait > TimeSpan.Zero ? wait : null;
    }
}
