using System.Net.WebSockets;
using System.Runtime.InteropServices;
using Device.Hardware.Simulated.Audio;

namespace Device.Host.Api;

/// <summary>
/// <c>WS /api/microphone</c>: what a browser's microphone hears, or a file that it plays, is said before the simulated microphone: binary
/// frames of 16 kHz, one channel, 16 bits, little-endian. While the machine's microphone is closed it goes nowhere.
/// </summary>
internal sealed class MicrophoneEndpoint(ApiToken token, SoundFeed feed, TimeProvider time)
{
    private const int MostBytes = 64 * 1024;

    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(100);

    public void Map(WebApplication app) => app.MapGet("/api/microphone", ServeAsync);

    private async Task ServeAsync(HttpContext context)
    {
        if (!context.WebSockets.IsWebSocketRequest)
        {
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            return;
        }

        using var socket = await context.WebSockets.AcceptWebSocketAsync(token.FindSubProtocol(context.WebSockets.WebSocketRequestedProtocols));
        var buffer = new byte[MostBytes];
        try
        {
            while (await SimulatorEndpoints.ReceiveAsync(socket, buffer, context.RequestAborted) is { } length)
            {
                // A file comes faster than it can be heard: whoever sends it waits here.
                for (var said = MemoryMarshal.Cast<byte, short>(buffer.AsSpan(0, length / 2 * 2)).ToArray().AsMemory(); !said.IsEmpty && feed.IsHeard;)
                {
                    said = said[feed.Write(said.Span)..];
                    if (!said.IsEmpty)
                    {
                        await Task.Delay(Patience, time, context.RequestAborted);
                    }
                }
            }
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException)
        {
            // The page was closed.
        }
    }
}
