using System.Runtime.InteropServices;
using Device.Hardware.Simulated.Audio;

namespace Device.Host.Api;

/// <summary>
/// <c>WS /api/microphone</c>: what a browser's microphone hears, or a file that it plays, is said before the simulated microphone: binary
/// frames of 16 kHz, one channel, 16 bits, little-endian. While the machine's microphone is closed it goes nowhere.
/// </summary>
internal sealed class MicrophoneEndpoint(ApiToken token, SoundFeed feed, TimeProvider time)
{
    private const int MostSamples = 32 * 1024;

    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(100);

    public void Map(WebApplication app) => app.MapGet("/api/microphone", ServeAsync);

    private async Task ServeAsync(HttpContext context)
    {
        using var page = await FeedSocket.AcceptAsync(context, token, sizeof(short), MostSamples);
        if (page is null)
        {
            return;
        }

        await page.ReceiveAsync(
            async message =>
            {
                // A file comes faster than it can be heard: whoever sends it waits here.
                for (var said = MemoryMarshal.Cast<byte, short>(message.Span).ToArray().AsMemory(); !said.IsEmpty && feed.IsHeard;)
                {
                    said = said[feed.Write(said.Span)..];
                    if (!said.IsEmpty)
                    {
                        await Task.Delay(Patience, time, context.RequestAborted);
                    }
                }

                return true;
            },
            context.RequestAborted);
    }
}
