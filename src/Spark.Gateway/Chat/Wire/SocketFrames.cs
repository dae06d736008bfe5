namespace Spark.Gateway.Chat.Wire;

/// <summary>Turns the frames of one WebSocket reply into parts. One reader at a time.</summary>
/// <param name="replyCharacters">Characters that the reply may have.</param>
internal sealed class SocketFrames(int replyCharacters)
{
    private const int LastStatus = 2;
    private readonly ReplySize _size = new(replyCharacters);
    private SparkUsage? _usage;

    /// <summary>Session id that the frames named last; empty before.</summary>
    public string Sid { get; private set; } = "";

    /// <summary>Takes the next frame.</summary>
    /// <returns>Its parts; <see cref="SparkPartKind.End"/> after the last frame.</returns>
    /// <exception cref="SparkException">The frame tells an error or has no header.</exception>
    public IEnumerable<SparkPart> Take(SocketFrame frame)
    {
        var header = frame.Header ?? throw new SparkException(SparkCodes.Malformed("A frame has no header."));
        Sid = header.Sid ?? Sid;
        if (header.Code != 0)
        {
            throw new SparkException(SparkCodes.FromCode(header.Code, header.Message, Sid));
        }

        _usage = frame.Payload?.Usage?.Text?.ToUsage() ?? _usage;
        foreach (var text in frame.Payload?.Choices?.Text ?? [])
        {
            if (_size.Part(SparkPartKind.Reasoning, text?.ReasoningContent) is { } reasoning)
            {
                yield return reasoning;
            }

            if (_size.Part(SparkPartKind.Answer, text?.Content) is { } answer)
            {
                yield return answer;
            }
        }

        if (header.Status == LastStatus || frame.Payload?.Choices?.Status == LastStatus)
        {
            yield return new SparkPart(SparkPartKind.End, "", _usage, Sid);
        }
    }
}
