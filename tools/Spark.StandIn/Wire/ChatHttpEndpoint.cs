using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.AspNetCore.Http.Features;
using Spark.StandIn.Answers;

namespace Spark.StandIn.Wire;

/// <summary>The OpenAI-compatible HTTP interface: <c>/v1/chat/completions</c>, and <c>/v2/…</c> for deep reasoning.</summary>
internal sealed class ChatHttpEndpoint(StandInOptions options, Conversation conversation)
{
    // The service sends Chinese text as it is, not as \u escapes, so the stand-in does too.
    private readonly HttpWire _json = new(new JsonSerializerOptions(HttpWire.Default.Options)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/v1/chat/completions", context => AnswerAsync(context, deep: false));
        routes.MapPost("/v2/chat/completions", context => AnswerAsync(context, deep: true));
    }

    private async Task AnswerAsync(HttpContext context, bool deep)
    {
        var fault = conversation.Arrive();
        if (!Authorised(context.Request.Headers.Authorization.ToString()))
        {
            await FailAsync(context, StatusCodes.Status401Unauthorized, "the API password is wrong");
            return;
        }

        if (fault.HttpStatus != 0)
        {
            await FailAsync(context, fault.HttpStatus, "the stand-in was told to fail");
            return;
        }

        var question = await ReadAsync(context);
        var messages = question?.Messages?.Select(each => new ChatTurnMessage(each?.Role ?? "", each?.Content ?? "")).ToList();
        var turn = conversation.Begin(fault, question?.Model ?? "", deep, messages);
        if (turn.Refusal != 0)
        {
            context.Response.ContentType = "application/json; charset=utf-8";
            await context.Response.WriteAsync(Refusal(turn, turn.Refusal), context.RequestAborted);
        }
        else if (question!.Stream)
        {
            await StreamAsync(context, turn);
        }
        else
        {
            await WholeAsync(context, turn);
        }
    }

    private bool Authorised(string header) =>
        !conversation.Faults.RefuseKeys
        && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(header), Encoding.UTF8.GetBytes($"Bearer {options.ApiPassword}"));

    private async Task<HttpQuestion?> ReadAsync(HttpContext context)
    {
        try
        {
            return await JsonSerializer.DeserializeAsync(context.Request.Body, _json.HttpQuestion, context.RequestAborted);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private async Task StreamAsync(HttpContext context, Turn turn)
    {
        context.Response.ContentType = "text/event-stream; charset=utf-8";
        context.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        await context.Response.StartAsync(context.RequestAborted);
        await foreach (var part in conversation.StreamAsync(turn, context.RequestAborted))
        {
            switch (part.Kind)
            {
                case TurnPartKind.Cut:
                    context.Abort();
                    return;
                case TurnPartKind.Error:
                    await EventAsync(context, Refusal(turn, part.Code));
                    return;
                case TurnPartKind.End:
                    await EventAsync(context, Chunk(turn, new HttpDelta("assistant", "", null), "stop", Usage(turn)));
                    await EventAsync(context, "[DONE]");
                    return;
                case TurnPartKind.Reasoning:
                    await EventAsync(context, Chunk(turn, new HttpDelta("assistant", null, part.Text), null, null));
                    break;
                case TurnPartKind.Answer:
                    await EventAsync(context, Chunk(turn, new HttpDelta("assistant", part.Text, null), null, null));
                    break;
            }
        }
    }

    private async Task WholeAsync(HttpContext context, Turn turn)
    {
        StringBuilder reasoning = new();
        StringBuilder answer = new();
        await foreach (var part in conversation.StreamAsync(turn, context.RequestAborted))
        {
            switch (part.Kind)
            {
                case TurnPartKind.Cut:
                    context.Abort();
                    return;
                case TurnPartKind.Error:
                    await context.Response.WriteAsync(Refusal(turn, part.Code), context.RequestAborted);
                    return;
                default:
                    (part.Kind == TurnPartKind.Reasoning ? reasoning : answer).Append(part.Text);
                    break;
            }
        }

        HttpDelta message = new("assistant", answer.ToString(), reasoning.Length == 0 ? null : reasoning.ToString());
        HttpChunk whole = new(0, "Success", turn.Sid, turn.Sid, turn.Created, [new HttpChoice(0, null, message, "stop")], Usage(turn));
        context.Response.ContentType = "application/json; charset=utf-8";
        await context.Response.WriteAsync(JsonSerializer.Serialize(whole, _json.HttpChunk), context.RequestAborted);
    }

    private string Chunk(Turn turn, HttpDelta delta, string? finish, HttpUsage? usage) => JsonSerializer.Serialize(
        new HttpChunk(0, "Success", turn.Sid, turn.Sid, turn.Created, [new HttpChoice(0, delta, null, finish)], usage), _json.HttpChunk);

    private string Refusal(Turn turn, int code) =>
        JsonSerializer.Serialize(new HttpRefusal(code, Conversation.MessageOf(code), turn.Sid), _json.HttpRefusal);

    private static HttpUsage Usage(Turn turn) => new(
        turn.Answer.PromptTokens, turn.Answer.CompletionTokens, turn.Answer.PromptTokens + turn.Answer.CompletionTokens);

    private static async Task EventAsync(HttpContext context, string data)
    {
        await context.Response.WriteAsync($"data: {data}\n\n", context.RequestAborted);
        await context.Response.Body.FlushAsync(context.RequestAborted);
    }

    private async Task FailAsync(HttpContext context, int status, string message)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json; charset=utf-8";
        HttpError error = new(new HttpErrorBody(message, "api_error", status.ToString(System.Globalization.CultureInfo.InvariantCulture)));
        await context.Response.WriteAsync(JsonSerializer.Serialize(error, _json.HttpError), context.RequestAborted);
    }
}
