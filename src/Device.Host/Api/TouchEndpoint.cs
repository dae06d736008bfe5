using System.Buffers.Binary;
using Device.Core.Touch;
using Device.Hardware.Simulated.Touch;

namespace Device.Host.Api;

/// <summary><c>WS /api/touch</c>: fingers on the touch glass of a simulated board.</summary>
internal sealed class TouchEndpoint(ApiToken token, ITouchFeed glass, float pixelsPerMillimetre)
{
    private const int RecordBytes = 24;
    private const int MostRecords = 256;

    public void Map(WebApplication app) => app.MapGet("/api/touch", ServeAsync);

    private async Task ServeAsync(HttpContext context)
    {
        using var page = await FeedSocket.AcceptAsync(context, token, RecordBytes, MostRecords);
        if (page is null)
        {
            return;
        }

        var contacts = new TouchContact[MostRecords];
        var down = new Dictionary<int, TouchContact>();
        try
        {
            await page.ReceiveAsync(
                async message =>
                {
                    var count = message.Length / RecordBytes;
                    if (!TryDecode(message.Span, contacts))
                    {
                        return false;
                    }

                    Follow(contacts.AsSpan(0, count), down);
                    await glass.FeedAsync(contacts.AsMemory(0, count), context.RequestAborted);
                    return true;
                },
                context.RequestAborted);
        }
        finally
        {
            // A page that vanishes takes its fingers along, and they meant nothing.
            await glass.FeedAsync(down.Values.Select(c => c with { Phase = TouchPhase.Cancel }).ToArray(), CancellationToken.None);
        }
    }

    private static void Follow(ReadOnlySpan<TouchContact> contacts, Dictionary<int, TouchContact> down)
    {
        foreach (ref readonly var contact in contacts)
        {
            if (contact.Phase is TouchPhase.Up or TouchPhase.Cancel)
            {
                down.Remove(contact.Id);
            }
            else if (down.Count < TouchContact.Most || down.ContainsKey(contact.Id))
            {
                down[contact.Id] = contact;
            }
        }
    }

    private bool TryDecode(ReadOnlySpan<byte> bytes, Span<TouchContact> contacts)
    {
        for (var i = 0; bytes.Length >= RecordBytes; i++, bytes = bytes[RecordBytes..])
        {
            var phase = (TouchPhase)bytes[0];
            var (x, y, size) = (Millimetres(bytes[4..]), Millimetres(bytes[8..]), Millimetres(bytes[12..]));
            var milliseconds = BinaryPrimitives.ReadDoubleLittleEndian(bytes[16..]);
            if (!Enum.IsDefined(phase) || bytes[1] > 1 || !(Math.Abs(x) < 1e5f) || !(Math.Abs(y) < 1e5f) || !(size is >= 0 and < 1e4f) || !(Math.Abs(milliseconds) < 1e12))
            {
                return false;
            }

            contacts[i] = new TouchContact((long)(milliseconds * 1000), BinaryPrimitives.ReadUInt16LittleEndian(bytes[2..]), x, y, size, size, bytes[1] == 1, phase);
        }

        return true;
    }

    private float Millimetres(ReadOnlySpan<byte> pixels) => BinaryPrimitives.ReadSingleLittleEndian(pixels) / pixelsPerMillimetre;
}
