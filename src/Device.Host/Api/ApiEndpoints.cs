using Device.Boards;
using Device.Host.Flows;
using Device.Host.Notes;

namespace Device.Host.Api;

/// <summary>The local API: <c>docs/formats/local-api.md</c>.</summary>
internal static class ApiEndpoints
{
    private const double LongestSettleSeconds = 86_400;

    private const int LongestQuestion = 4_096;

    public static void Map(WebApplication app, MachineView machine, Desk desk, AskFlow ask, Settling settling, BoardProfile board)
    {
        app.MapGet("/api/state", () => Results.Json(machine.State(), ApiJson.Default.StateMessage));
        app.MapGet("/api/pages", () => Results.Json(machine.Pages(), ApiJson.Default.IReadOnlyListPageMessage));
        app.MapGet("/api/panel", () => Results.Json(machine.Panel(), ApiJson.Default.PanelMessage));
        app.MapPost("/api/page", async (HttpContext context) => await TurnAsync(context, desk, board));
        app.MapPost("/api/ask", async (HttpContext context) => await AskAsync(context, ask));
        app.MapPost("/api/settle", async (HttpContext context, bool cloud = true, double seconds = 60) =>
        {
            if (!(seconds is > 0 and <= LongestSettleSeconds))
            {
                return Wrong($"seconds: {seconds} found, above 0 and at most {LongestSettleSeconds} expected");
            }

            var busy = await settling.WaitAsync(cloud, TimeSpan.FromSeconds(seconds), context.RequestAborted);
            return Results.Json(new SettleReply(busy is null, busy ?? ""), ApiJson.Default.SettleReply);
        });
    }

    private static async Task<IResult> TurnAsync(HttpContext context, Desk desk, BoardProfile board)
    {
        if (await ReadAsync(context, ApiJson.Default.PageRequest) is not { } request)
        {
            return Wrong("a JSON object with the field action expected");
        }

        switch (request.Action)
        {
            case "next":
                desk.Turn(1);
                break;
            case "previous":
                desk.Turn(-1);
                break;
            case "new":
                var template = board.Paper.Template;
                if (request.Template is { } name && (!Enum.TryParse(name, ignoreCase: true, out template) || !Enum.IsDefined(template)))
                {
                    return Wrong($"template: '{name}' found, blank, lined or grid expected");
                }

                var pitch = request.Pitch ?? board.Paper.Pitch;
                if (!(pitch is >= 3 and <= 100))
                {
                    return Wrong($"pitch: {pitch} found, 3 to 100 expected");
                }

                await desk.NewPageAsync(new PaperProfile(template, pitch), context.RequestAborted);
                break;
            default:
                return Wrong($"action: '{request.Action}' found, new, next or previous expected");
        }

        return Results.NoContent();
    }

    private static async Task<IResult> AskAsync(HttpContext context, AskFlow ask)
    {
        if (await ReadAsync(context, ApiJson.Default.AskRequest) is not { Text: not null } request)
        {
            return Wrong("a JSON object with the field text expected");
        }

        if (request.Text.Length > LongestQuestion)
        {
            return Wrong($"text: {request.Text.Length} characters found, at most {LongestQuestion} expected");
        }

        return await ask.AskAsync(request.Text, context.RequestAborted) is null ? Wrong("there is nothing to ask: the question and the page are empty") : Results.NoContent();
    }

    internal static async Task<T?> ReadAsync<T>(HttpContext context, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> type)
        where T : class
    {
        if (!context.Request.HasJsonContentType())
        {
            return null;
        }

        try
        {
            return await context.Request.ReadFromJsonAsync(type, context.RequestAborted);
        }
        catch (System.Text.Json.JsonException)
        {
            return null;
        }
    }

    internal static IResult Wrong(string reason) => Results.Json(new Problem(reason), ApiJson.Default.Problem, statusCode: StatusCodes.Status400BadRequest);
}
