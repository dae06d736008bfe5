using System.Buffers.Binary;
using System.Net.WebSockets;
using Device.Core.Ink;
using Device.Hardware.Simulated.Panel;
using Device.Hardware.Simulated.Pen;

namespace Device.Host.Api;

/// <summary>What only a simulated board has: the page, its panel's pixels, its pen.</summary>
internal static class SimulatorEndpoints
{
    private const int PenRecordBytes = 20;

    private const int MaxPenMessage = PenRecordBytes * 4_096;

    public static void Map(WebApplication app, ApiToken token, IPanelGlass glass, IPenFeed pen)
    {
        app.MapGet("/", (HttpContext context) => Page(context, token));
        foreach (var (path, type) in new[] { ("/app.js", "text/javascript"), ("/recorder.js", "text/javascript"), ("/recorder-worklet.js", "text/javascript"), ("/style.css", "text/css") })
        {
            app.MapGet(path, () => Results.File(Path.Combine(WebRoot, path[1..]), type));
        }

        app.MapGet("/api/panel.png", () => Results.Bytes(glass.Snapshot().ToPng(), "image/png"));
        app.MapGet("/api/refreshes", () => Results.Json(
            glass.Log().Select(r => new RefreshMessage(
                r.Number, r.Time, r.Region.X, r.Region.Y, r.Region.Width, r.Region.Height, r.Intent?.ToString() ?? "", r.Waveform.ToString(),
                r.Duration.TotalMilliseconds, r.PixelsChanged)).ToArray(),
            ApiJson.Default.RefreshMessageArray));
        app.MapGet("/api/pen", async (HttpContext context) => await ReceivePenAsync(context, token, glass, pen));
    }

    private static string WebRoot { get; } = Path.Combine(AppContext.BaseDirectory, "wwwroot");

    private static IResult Page(HttpContext context, ApiToken token)
    {
        context.Response.Headers.CacheControl = "no-store";
        context.Response.Headers.ContentSecurityPolicy = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:";
        var page = File.ReadAllText(Path.Combine(WebRoot, "index.html")).Replace("{{token}}", token.Value, StringComparison.Ordinal);
        return Results.Content(page, "text/html; charset=utf-8");
    }

    private static async Task ReceivePenAsync(HttpContext context, ApiToken token, IPanelGlass glass, IPenFeed pen)
    {
        if (!context.WebSockets.IsWebSocketRequest)
        {
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            return;
        }

        using var socket = await context.WebSockets.AcceptWebSocketAsync(token.FindSubProtocol(context.WebSockets.WebSocketRequestedProtocols));
        var pixelsPerMillimetre = glass.Capabilities.PixelsPerMillimetre;
        var buffer = new byte[MaxPenMessage];
        var samples = new PenSample[MaxPenMessage / PenRecordBytes];
        try
        {
            while (await ReceiveAsync(socket, buffer, context.RequestAborted) is { } length)
            {
                var count = length / PenRecordBytes;
                if (length % PenRecordBytes != 0 || !TryDecode(buffer.AsSpan(0, length), pixelsPerMillimetre, samples))
                {
                    await socket.CloseAsync(WebSocketCloseStatus.InvalidPayloadData, "pen records of 20 bytes expected, see docs/formats/local-api.md", context.RequestAborted);
                    return;
                }

                // Waits while the machine does not keep up: contact is never dropped.
                await pen.FeedAsync(samples.AsMemory(0, count), context.RequestAborted);
            }
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException)
        {
            // The page was closed; a pen that vanishes lifts.
        }
        finally
        {
            await pen.FeedAsync(new[] { samples[0] with { Phase = PenPhase.Away } }, CancellationToken.None);
        }
    }

    internal static async Task<int?> ReceiveAsync(WebSocket socket, byte[] buffer, CancellationToken cancellationToken)
    {
        var length = 0;
        while (true)
        {
            if (length == buffer.Length)
            {
                await socket.CloseAsync(WebSocketCloseStatus.MessageTooBig, $"at most {buffer.Length} bytes expected", cancellationToken);
                return null;
            }

            var part = await socket.ReceiveAsync(buffer.AsMemory(length), cancellationToken);
            if (part.MessageType == WebSocketMessageType.Close)
            {
                await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, cancellationToken);
                return null;
            }

            length += part.Count;
            if (part.EndOfMessage)
            {
                return length;
            }
        }
    }

    private static bool TryDecode(ReadOnlySpan<byte> bytes, float pixelsPerMillimetre, Span<PenSample> samples)
    {
        for (var i = 0; bytes.Length >= PenRecordBytes; i++, bytes = bytes[PenRecordBytes..])
        {
            var (phase, tool) = ((PenPhase)bytes[0], (PenTool)bytes[1]);
            var (x, y) = (BinaryPrimitives.ReadSingleLittleEndian(bytes[4..]), BinaryPrimitives.ReadSingleLittleEndian(bytes[8..]));
            var milliseconds = BinaryPrimitives.ReadDoubleLittleEndian(bytes[12..]);
            if (!Enum.IsDefined(phase) || !Enum.IsDefined(tool) || !(Math.Abs(x) < 1e6f) || !(Math.Abs(y) < 1e6f) || !(Math.Abs(milliseconds) < 1e12))
            {
                return false;
            }

            var pressure = BinaryPrimitives.ReadUInt16LittleEndian(bytes[2..]) / (float)ushort.MaxValue;
            samples[i] = new PenSample((long)(milliseconds * 1000), x / pixelsPerMillimetre, y / pixelsPerMillimetre, pressure, 0, 0, tool, phase);
        }

        return true;
    }
}
