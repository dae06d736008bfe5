using System.Net.WebSockets;
using System.Text.Json;

namespace Spark.StandIn.Wire;

/// <summary>The dictation interface: <c>/v2/iat</c>, 60 s at most.</summary>
internal sealed class DictationEndpoint(StandInOptions options, Conversation conversation, TimeProvider timeProvider)
{
    private const int MostBytes = 60 * 32_000;

    private readonly UrlSignature _signature = new(options.ApiKey, options.ApiSecret, timeProvider);

    private string Sid => $"standin{conversation.Requests:x8}";

    public void Map(IEndpointRouteBuilder routes) => routes.MapGet("/v2/iat", ListenAsync);

    private async Task ListenAsync(HttpContext context)
    {
        var fault = conversation.Arrive();
        if (!context.WebSockets.IsWebSocketRequest)
        {
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            return;
        }

        var refusal = conversation.Faults.RefuseKeys ? StatusCodes.Status401Unauthorized : _signature.Refusal(context.Request);
        if (refusal != 0 || fault.HttpStatus != 0)
        {
            context.Response.StatusCode = refusal != 0 ? refusal : fault.HttpStatus;
            return;
        }

        using var socket = await context.WebSockets.AcceptWebSocketAsync();
        if (!await RunAsync(new SpeechSession(socket, fault, options.RequestBytes), context.RequestAborted))
        {
            context.Abort();
            return;
        }

        await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, context.RequestAborted);
    }

    private async Task<bool> RunAsync(SpeechSession session, CancellationToken cancellationToken)
    {
        Listener listener = new();
        var (bytes, number, interim, isChinese, isFirst) = (0, 0, 0, true, true);
        await foreach (var message in session.ReadAsync(cancellationToken))
        {
            if (Read(message.Bytes.Span) is not { Data: { Status: >= 0 and <= 2 } data } frame || (isFirst && frame.Common?.AppId != options.AppId))
            {
                await SendAsync(session, new DictationReply(10018, Conversation.MessageOf(10018), Sid, null), cancellationToken);
                return true;
            }

            isChinese = isFirst ? frame.Business?.Language == "zh_cn" : isChinese;
            isFirst = false;
            var audio = new byte[data.Audio?.Length ?? 0];
            if (!Convert.TryFromBase64String(data.Audio ?? "", audio, out var length))
            {
                await SendAsync(session, new DictationReply(10018, Conversation.MessageOf(10018), Sid, null), cancellationToken);
                return true;
            }

            bytes += length;
            var isEnd = data.Status == 2 || bytes >= MostBytes;
            List<Listener.Sentence> sentences = [.. listener.Take(audio.AsMemory(0, length))];
            if (isEnd && listener.End() is { } last)
            {
                sentences.Add(last);
            }

            foreach (var sentence in sentences)
            {
                switch (await session.BreakAsync(cancellationToken))
                {
                    case SpeechSession.Ending.Cut:
                        return false;
                    case SpeechSession.Ending.Error:
                        await SendAsync(session, new DictationReply(session.Fault.Code, Conversation.MessageOf(session.Fault.Code), Sid, null), cancellationToken);
                        return true;
                }

                // An interim text is taken back by what follows it.
                number++;
                var text = SpeechText.Mark(isChinese) + SpeechText.Said(sentence, isChinese) + (sentence.IsFinal ? isChinese ? "。" : ". " : "");
                DictationReplyResult result = new(
                    number, false, interim > 0 ? "rpl" : "apd", interim > 0 ? [interim, number - 1] : null,
                    [new DictationReplyWords(sentence.BeginMs, [new DictationReplyWord(text)])]);
                interim = sentence.IsFinal ? 0 : interim > 0 ? interim : number;
                await SendAsync(session, new DictationReply(0, "success", Sid, new DictationReplyData(number == 1 ? 0 : 1, result)), cancellationToken);
            }

            if (isEnd)
            {
                await SendAsync(
                    session, new DictationReply(0, "success", Sid, new DictationReplyData(2, new DictationReplyResult(number + 1, true, "apd", null, []))), cancellationToken);
                return true;
            }
        }

        return true;
    }

    private static DictationFrame? Read(ReadOnlySpan<byte> json)
    {
        try
        {
            return JsonSerializer.Deserialize(json, SpeechWire.Default.DictationFrame);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static Task SendAsync(SpeechSession session, DictationReply reply, CancellationToken cancellationToken) =>
        session.SendAsync(JsonSerializer.SerializeToUtf8Bytes(reply, SpeechReplies.Json.DictationReply), cancellationToken);
}
