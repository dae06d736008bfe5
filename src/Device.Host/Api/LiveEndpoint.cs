using System.Buffers.Binary;
using System.Net.WebSockets;
using System.Text.Json;
using Device.Hardware.Simulated.Panel;
using Device.Host.Notes;

namespace Device.Host.Api;

/// <summary><c>WS /api/live</c>: the state whenever it changes, and on a simulated board the panel's pixels.</summary>
internal sealed class LiveEndpoint(ApiToken token, MachineView machine, Revision changes, IPanelGlass? panel, IHostApplicationLifetime lifetime)
{
    private const int PatchHeadBytes = 8;

    public void Map(WebApplication app) => app.MapGet("/api/live", ServeAsync);

    private async Task ServeAsync(HttpContext context)
    {
        if (!context.WebSockets.IsWebSocketRequest)
        {
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            return;
        }

        using var socket = await context.WebSockets.AcceptWebSocketAsync(token.FindSubProtocol(context.WebSockets.WebSocketRequestedProtocols));
        using var closing = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, lifetime.ApplicationStopping);
        using var sending = new SemaphoreSlim(1, 1);
        var states = SendStatesAsync(socket, sending, closing.Token);
        var patches = panel is null ? Task.Delay(System.Threading.Timeout.InfiniteTimeSpan, TimeProvider.System, closing.Token) : SendPatchesAsync(panel, socket, sending, closing.Token);
        var reading = ReadUntilClosedAsync(socket, closing.Token);
        await Task.WhenAny(states, patches, reading);
        await closing.CancelAsync();
        try
        {
            await Task.WhenAll(states, patches, reading);
        }
        catch (Exception e) when (e is OperationCanceledException or WebSocketException)
        {
            // The page was closed, or the machine stops.
        }
    }

    private async Task SendStatesAsync(WebSocket socket, SemaphoreSlim sending, CancellationToken cancellationToken)
    {
        byte[] last = [];
        long seen = -1;
        while (true)
        {
            seen = await changes.WaitAfterAsync(seen, cancellationToken);
            var state = JsonSerializer.SerializeToUtf8Bytes(machine.State(), ApiJson.Default.StateMessage);
            if (!state.AsSpan().SequenceEqual(last))
            {
                last = state;
                await SendAsync(socket, sending, state, WebSocketMessageType.Text, cancellationToken);
            }
        }
    }

    private static async Task SendPatchesAsync(IPanelGlass panel, WebSocket socket, SemaphoreSlim sending, CancellationToken cancellationToken)
    {
        await foreach (var patch in panel.WatchAsync(cancellationToken))
        {
            var message = new byte[PatchHeadBytes + patch.Grey.Length];
            BinaryPrimitives.WriteUInt16LittleEndian(message, (ushort)patch.Region.X);
            BinaryPrimitives.WriteUInt16LittleEndian(message.AsSpan(2), (ushort)patch.Region.Y);
            BinaryPrimitives.WriteUInt16LittleEndian(message.AsSpan(4), (ushort)patch.Region.Width);
            BinaryPrimitives.WriteUInt16LittleEndian(message.AsSpan(6), (ushort)patch.Region.Height);
            patch.Grey.Span.CopyTo(message.AsSpan(PatchHeadBytes));
            await SendAsync(socket, sending, message, WebSocketMessageType.Binary, cancellationToken);
        }
    }

    private static async Task ReadUntilClosedAsync(WebSocket socket, CancellationToken cancellationToken)
    {
        var buffer = new byte[256];
        while ((await socket.ReceiveAsync(buffer.AsMemory(), cancellationToken)).MessageType != WebSocketMessageType.Close)
        {
        }
    }

    private static async Task SendAsync(WebSocket socket, SemaphoreSlim sending, ReadOnlyMemory<byte> message, WebSocketMessageType type, CancellationToken cancellationToken)
    {
        await sending.WaitAsync(cancellationToken);
        try
        {
            await socket.SendAsync(message, type, endOfMessage: true, cancellationToken);
        }
        finally
        {
            sending.Release();
        }
    }
}
