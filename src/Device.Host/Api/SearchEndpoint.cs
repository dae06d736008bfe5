using Device.Core.Ink;
using Device.Core.Search;
using Device.Storage;

namespace Device.Host.Api;

/// <summary><c>GET /api/search</c>: text in handwriting.</summary>
internal static class SearchEndpoint
{
    private const int DefaultHits = 20;

    /// <summary>Millimetres of ink around a hit that a picture of it shows.</summary>
    private const float Around = 6;

    public static void Map(WebApplication app, NotebookStore store) => app.MapGet("/api/search", async (HttpContext context, string? q, int limit = DefaultHits, bool ink = false) =>
    {
        if (q is null || q.Trim().Length is 0 or > InkIndex.MaxQuery)
        {
            return Wrong($"q: 1 to {InkIndex.MaxQuery} characters expected");
        }

        if (limit is < 1 or > InkIndex.MaxHits)
        {
            return Wrong($"limit: {limit} found, 1 to {InkIndex.MaxHits} expected");
        }

        var hits = new List<FoundMessage>();
        foreach (var hit in await store.SearchAsync(q, limit, context.RequestAborted))
        {
            var around = ink ? await AroundAsync(store, hit, context.RequestAborted) : null;
            hits.Add(new FoundMessage(
                hit.Page.ToString(), hit.Snippet, hit.Probability, hit.IsBestText, new BoxMessage(hit.Box.Left, hit.Box.Top, hit.Box.Right, hit.Box.Bottom), around));
        }

        return Results.Json(new SearchMessage(q, hits), ApiJson.Default.SearchMessage);
    });

    private static async Task<IReadOnlyList<FoundStroke>> AroundAsync(NotebookStore store, SearchHit hit, CancellationToken cancellationToken)
    {
        var box = new InkBounds(hit.Box.Left - Around, hit.Box.Top - Around, hit.Box.Right + Around, hit.Box.Bottom + Around);
        var page = await store.FindPageAsync(hit.Page, cancellationToken);
        return page is null
            ? []
            : [.. page.Strokes().Where(s => Meets(s.Stroke.Bounds, box)).Select(s => new FoundStroke(hit.Strokes.Contains(s.Id), [.. s.Stroke.Points.SelectMany(p => new[] { p.X, p.Y })]))];
    }

    private static bool Meets(InkBounds a, InkBounds b) => a.Left <= b.Right && a.Right >= b.Left && a.Top <= b.Bottom && a.Bottom >= b.Top;

    private static IResult Wrong(string reason) => Results.Json(new Problem(reason), ApiJson.Default.Problem, statusCode: StatusCodes.Status400BadRequest);
}
