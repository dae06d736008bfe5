using System.Data.Common;
using Spark.Gateway.Broker;
using Spark.Gateway.Store;

namespace Spark.Gateway.Service;

/// <summary><c>/live</c> (the process runs) and <c>/health</c> (broker and store are there, or status 503).</summary>
internal sealed class HealthEndpoint(BrokerConnection connection, IAccountStore store, TimeProvider timeProvider)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/live", context => context.Response.WriteAsync("live", context.RequestAborted));
        routes.MapGet("/health", AnswerAsync);
    }

    private async Task AnswerAsync(HttpContext context)
    {
        var isStore = await IsStoreThereAsync(context.RequestAborted);
        var isBroker = connection.IsReady;
        context.Response.StatusCode = isStore && isBroker ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable;
        context.Response.ContentType = "application/json";
        await context.Response.WriteAsync(
            $$"""{"status":"{{Word(isStore && isBroker)}}","broker":"{{Word(isBroker)}}","store":"{{Word(isStore)}}"}""", context.RequestAborted);
    }

    private async Task<bool> IsStoreThereAsync(CancellationToken cancellationToken)
    {
        using CancellationTokenSource patience = new(Patience, timeProvider);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        try
        {
            await store.CheckAsync(either.Token);
            return true;
        }
        catch (Exception e) when (e is DbException or OperationCanceledException)
        {
            return false;
        }
    }

    private static string Word(bool isGood) => isGood ? "ok" : "failing";
}
