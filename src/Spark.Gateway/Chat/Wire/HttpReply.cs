namespace Spark.Gateway.Chat.Wire;

/// <summary>
/// Reads one HTTP reply: a server-sent event stream, or a JSON body, which is how the service answers errors although a
/// stream was asked for. One reader at a time.
/// </summary>
internal sealed class HttpReply(HttpResponseMessage response, Stream body, SparkCall call, SparkOptions options) : IAsyncDisposable
{
    private readonly ServerSentEvents _events = new(options.LineBytes);
    private readonly ReplySize _size = new(options.ReplyCharacters);
    private readonly List<byte[]> _arrived = [];
    private readonly Queue<SparkPart> _parts = new();
    private readonly byte[] _buffer = new byte[16 * 1024];
    private SparkUsage? _usage;
    private string _sid = "";
    private bool _isFinished;
    private MemoryStream? _whole;
    private bool _hasStarted;
    private SparkException? _failure;

    /// <summary>The next part; after <see cref="SparkPartKind.End"/> it must not be called again.</summary>
    /// <exception cref="SparkException">The service told an error, broke off, or sent something else than its protocol.</exception>
    public async ValueTask<SparkPart> NextAsync()
    {
        SparkPart? part;
        while (!_parts.TryDequeue(out part))
        {
            if (_failure is not null)
            {
                throw _failure;
            }

            var length = await call.WaitAsync(token => body.ReadAsync(_buffer, token).AsTask());
            if (length == 0)
            {
                Complete();
            }
            else
            {
                TakeOrFail(_buffer.AsSpan(0, length));
            }
        }

        return part;
    }

    public async ValueTask DisposeAsync()
    {
        await body.DisposeAsync();
        response.Dispose();
        _whole?.Dispose();
    }

    private void TakeOrFail(ReadOnlySpan<byte> bytes)
    {
        try
        {
            Take(bytes);
        }
        catch (SparkException e)
        {
            // Parts that came before the failure, perhaps in the same packet, are still the reader's.
            _failure = e;
        }
    }

    private void Take(ReadOnlySpan<byte> bytes)
    {
        if (!_hasStarted)
        {
            bytes = bytes.TrimStart(" \t\r\n"u8);
            if (bytes.IsEmpty)
            {
                return;
            }

            _hasStarted = true;
            _whole = bytes[0] == (byte)'{' ? new MemoryStream() : null;
        }

        if (_whole is not null)
        {
            if (_whole.Length + bytes.Length > options.LineBytes)
            {
                throw new SparkException(SparkCodes.Malformed($"A JSON body is longer than {options.LineBytes} bytes."));
            }

            _whole.Write(bytes);
            return;
        }

        _events.Append(bytes, _arrived);
        foreach (var data in _arrived)
        {
            TakeEvent(data);
        }

        _arrived.Clear();
    }

    private void TakeEvent(ReadOnlySpan<byte> data)
    {
        if (data.Trim((byte)' ').SequenceEqual("[DONE]"u8))
        {
            _isFinished = true;
            End();
            return;
        }

        TakeChunk(SparkWire.Read(data, SparkWire.Json.HttpChunk));
    }

    private void TakeChunk(HttpChunk chunk)
    {
        if (chunk.ToError() is { } error)
        {
            throw new SparkException(error);
        }

        _usage = chunk.Usage?.ToUsage() ?? _usage;
        _sid = chunk.Sid ?? _sid;
        foreach (var choice in chunk.Choices ?? [])
        {
            var text = choice?.Delta ?? choice?.Message;
            Add(SparkPartKind.Reasoning, text?.ReasoningContent);
            Add(SparkPartKind.Answer, text?.Content);
            _isFinished |= !string.IsNullOrEmpty(choice?.FinishReason);
        }

        _isFinished |= chunk.Usage is not null;
    }

    private void Add(SparkPartKind kind, string? text)
    {
        if (_size.Part(kind, text) is { } part)
        {
            _parts.Enqueue(part);
        }
    }

    private void Complete()
    {
        if (_whole is not null)
        {
            var chunk = SparkWire.Read(_whole.ToArray(), SparkWire.Json.HttpChunk);
            TakeChunk(chunk);
            _isFinished = chunk.Choices is { Length: > 0 };
        }

        if (!_isFinished)
        {
            throw new SparkException(new SparkError(SparkErrorKind.Unreachable, 0, "The reply broke off before its end.", _sid));
        }

        End();
    }

    private void End() => _parts.Enqueue(new SparkPart(SparkPartKind.End, "", _usage, _sid));
}
