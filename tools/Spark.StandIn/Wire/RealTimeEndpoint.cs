using System.Globalization;
using System.Net.WebSockets;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Spark.StandIn.Wire;

/// <summary>The real-time transcription interface: <c>/v1/ws</c>.</summary>
internal sealed class RealTimeEndpoint(StandInOptions options, Conversation conversation, TimeProvider timeProvider)
{
    private static readonly TimeSpan ClockLimit = TimeSpan.FromSeconds(300);

    public void Map(IEndpointRouteBuilder routes) => routes.MapGet("/v1/ws", ListenAsync);

    private async Task ListenAsync(HttpContext context)
    {
        var fault = conversation.Arrive();
        if (!context.WebSockets.IsWebSocketRequest)
        {
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            return;
        }

        if (fault.HttpStatus != 0)
        {
            context.Response.StatusCode = fault.HttpStatus;
            return;
        }

        using var socket = await context.WebSockets.AcceptWebSocketAsync();
        SpeechSession session = new(socket, fault, options.RequestBytes);
        var query = context.Request.Query;
        if (conversation.Faults.RefuseKeys || !IsSigned(query))
        {
            await SendAsync(session, new RealTimeReply("error", "10105", "", "illegal access", Sid), context.RequestAborted);
        }
        else if (!await RunAsync(session, query, context.RequestAborted))
        {
            context.Abort();
            return;
        }

        await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, context.RequestAborted);
    }

    private string Sid => $"standin{conversation.Requests:x8}";

    private async Task<bool> RunAsync(SpeechSession session, IQueryCollection query, CancellationToken cancellationToken)
    {
        var (isChinese, target) = (query["lang"] == "cn", query["targetLang"].ToString());
        await SendAsync(session, new RealTimeReply("started", "0", "", "success", Sid), cancellationToken);
        Listener listener = new();
        var number = 0;
        await foreach (var message in session.ReadAsync(cancellationToken))
        {
            var isEnd = message.Type == WebSocketMessageType.Text;
            var sentences = isEnd ? listener.End() is { } last ? [last] : [] : listener.Take(message.Bytes);
            foreach (var sentence in sentences)
            {
                switch (await session.BreakAsync(cancellationToken))
                {
                    case SpeechSession.Ending.Cut:
                        return false;
                    case SpeechSession.Ending.Error:
                        var code = session.Fault.Code;
                        await SendAsync(session, new RealTimeReply("error", code.ToString(CultureInfo.InvariantCulture), "", Conversation.MessageOf(code), Sid), cancellationToken);
                        return true;
                }

                await SendAsync(session, Result(Heard(sentence, isChinese, number)), cancellationToken);
                if (sentence.IsFinal && target.Length > 0)
                {
                    await SendAsync(session, Result(Translated(sentence, target == "cn", number)), cancellationToken);
                }

                number += sentence.IsFinal ? 1 : 0;
            }

            if (isEnd)
            {
                return true;
            }
        }

        return true;
    }

    private static RealTimeReplyData Heard(Listener.Sentence sentence, bool isChinese, int number)
    {
        RealTimeReplyWords Word(string text, string kind, int from, int to) =>
            new(from / 10, to / 10, [new RealTimeReplyWord(text, kind, number == 0 ? "1" : "0")]);
        var length = sentence.EndMs - sentence.BeginMs;
        return new RealTimeReplyData(
            new RealTimeReplyChannel(new RealTimeReplySentence(
                sentence.IsFinal ? "0" : "1",
                sentence.BeginMs.ToString(CultureInfo.InvariantCulture),
                sentence.IsFinal ? sentence.EndMs.ToString(CultureInfo.InvariantCulture) : "0",
                [
                    new RealTimeReplyResult(
                    [
                        Word(SpeechText.Mark(isChinese), "n", 0, length / 2),
                        Word(SpeechText.Said(sentence, isChinese), "n", length / 2, length),
                        .. sentence.IsFinal ? [Word(isChinese ? "。" : ".", "p", length, length), Word("", "g", length, length)] : Array.Empty<RealTimeReplyWords>(),
                    ]),
                ])),
            null, null, null, null, null);
    }

    private static RealTimeReplyData Translated(Listener.Sentence sentence, bool isChinese, int number) =>
        new(null, "trans", SpeechText.Mark(isChinese) + SpeechText.Said(sentence, isChinese), SpeechText.Said(sentence, !isChinese), number, true);

    private RealTimeReply Result(RealTimeReplyData data) =>
        new("result", "0", JsonSerializer.Serialize(data, SpeechReplies.Json.RealTimeReplyData), "success", Sid);

    private static Task SendAsync(SpeechSession session, RealTimeReply reply, CancellationToken cancellationToken) =>
        session.SendAsync(JsonSerializer.SerializeToUtf8Bytes(reply, SpeechReplies.Json.RealTimeReply), cancellationToken);

    private bool IsSigned(IQueryCollection query)
    {
        var ts = query["ts"].ToString();
        if (query["appid"] != options.AppId || !long.TryParse(ts, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            || (timeProvider.GetUtcNow() - DateTimeOffset.FromUnixTimeSeconds(Math.Min(seconds, 1L << 36))).Duration() > ClockLimit)
        {
            return false;
        }

#pragma warning disable CA5350, CA5351 // The service's own scheme.
        var digest = Convert.ToHexStringLower(MD5.HashData(Encoding.UTF8.GetBytes(options.AppId + ts)));
        var expected = Convert.ToBase64String(HMACSHA1.HashData(Encoding.UTF8.GetBytes(options.ApiKey), Encoding.UTF8.GetBytes(digest)));
#pragma warning restore CA5350, CA5351
        return CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(expected), Encoding.UTF8.GetBytes(query["signa"].ToString()));
    }
}
