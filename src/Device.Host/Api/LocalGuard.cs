namespace Device.Host.Api;

/// <summary>Lets through what comes from the machine itself: the token on everything that reads or changes notes, no foreign origin.</summary>
internal sealed class LocalGuard(ApiToken token)
{
    public async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        if (!context.Request.Path.StartsWithSegments("/api", StringComparison.Ordinal))
        {
            await next(context);
            return;
        }

        if (!IsOwnOrigin(context.Request))
        {
            await RefuseAsync(context, StatusCodes.Status403Forbidden, "the request comes from another site");
        }
        else if (!context.WebSockets.IsWebSocketRequest && !token.Matches(context.Request.Headers[ApiToken.Header]))
        {
            await RefuseAsync(context, StatusCodes.Status401Unauthorized, $"the header {ApiToken.Header} with the content of DATA/run/token is expected");
        }
        else if (context.WebSockets.IsWebSocketRequest && token.FindSubProtocol(context.WebSockets.WebSocketRequestedProtocols) is null)
        {
            await RefuseAsync(context, StatusCodes.Status401Unauthorized, "the sub-protocol device.TOKEN is expected");
        }
        else
        {
            await next(context);
        }
    }

    private static bool IsOwnOrigin(HttpRequest request)
    {
        var origin = request.Headers.Origin.ToString();
        return (origin.Length == 0 || (Uri.TryCreate(origin, UriKind.Absolute, out var uri) && uri.Authority == request.Host.Value))
            && request.Headers["Sec-Fetch-Site"].ToString() is "" or "same-origin" or "none";
    }

    private static Task RefuseAsync(HttpContext context, int status, string reason)
    {
        context.Response.StatusCode = status;
        return context.Response.WriteAsJsonAsync(new Problem(reason), ApiJson.Default.Problem, cancellationToken: context.RequestAborted);
    }
}
