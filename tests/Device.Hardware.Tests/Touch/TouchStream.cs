using Device.Core.Touch;
using Device.Hardware.Pen;
using Device.Hardware.Touch;

namespace Device.Hardware.Tests.Touch;

/// <summary>Writes what a touch glass writes: ten slots, ten units a millimetre, on a panel of 200 x 100 mm.</summary>
internal sealed class TouchStream
{
    private readonly List<byte> _bytes = [];
    private long _microseconds = 5_000_000;

    public static TouchRanges Ranges { get; } = new(
        new AxisRange(0, 2_000, 10), new AxisRange(0, 1_000, 10), new AxisRange(0, 255, 0), new AxisRange(0, 255, 0), 10);

    public static EvdevTouchOptions Options { get; } = new() { Calibration = PenCalibration.Upright(200, 100) };

    public byte[] Bytes => [.. _bytes];

    public TouchStream Slot(int slot) => Event(3, 0x2F, slot);

    public TouchStream Id(int id) => Event(3, 0x39, id);

    public TouchStream At(int x, int y) => Event(3, 0x35, x).Event(3, 0x36, y);

    public TouchStream Size(int major, int minor) => Event(3, 0x30, major).Event(3, 0x31, minor);

    public TouchStream Tool(int tool) => Event(3, 0x37, tool);

    public TouchStream Dropped() => Event(0, 3, 0);

    public TouchStream Report()
    {
        Event(0, 0, 0);
        _microseconds += 10_000;
        return this;
    }

    public TouchStream Event(int type, int code, int value)
    {
        Span<byte> bytes = stackalloc byte[EvdevEvent.Length];
        new EvdevEvent(_microseconds, (ushort)type, (ushort)code, value).Write(bytes);
        _bytes.AddRange(bytes);
        return this;
    }

    public List<TouchContact> Decode(TouchSlot[]? afterDrop = null, TouchRanges? ranges = null) =>
        Decode(new EvdevTouchDecoder(ranges ?? Ranges, Options), Bytes, afterDrop ?? []);

    public static List<TouchContact> Decode(EvdevTouchDecoder decoder, ReadOnlySpan<byte> bytes, TouchSlot[] afterDrop)
    {
        var contacts = new List<TouchContact>();
        var output = new TouchContact[EvdevTouchDecoder.MaxContactsPerEvent];
        for (; bytes.Length >= EvdevEvent.Length; bytes = bytes[EvdevEvent.Length..])
        {
            var item = EvdevEvent.Read(bytes);
            contacts.AddRange(output[..decoder.Push(item, output)]);
            if (decoder.NeedsState)
            {
                contacts.AddRange(output[..decoder.Resume(afterDrop, 0, item.TimestampMicroseconds, output)]);
            }
        }

        return contacts;
    }
}
