using System.Buffers.Binary;
using Device.Core.Ink;
using Device.Hardware.Pen;

namespace Device.Hardware.Tests.Pen;

/// <summary>Writes a kernel's event stream by hand: 24 bytes an event, only changes, a SYN_REPORT after each report.</summary>
internal sealed class EvdevStream
{
    public const int ToolPen = 0x140;
    public const int ToolRubber = 0x141;
    public const int Touch = 0x14A;

    private readonly List<byte> _bytes = [];
    private long _microseconds = 5_000_000;

    /// <summary>A digitiser of 20000 x 10000 units, pressure 0..4095, tilt in hundredths of a degree, on a page of 200 x 100 mm.</summary>
    public static PenRanges Ranges { get; } = new(
        new AxisRange(0, 20000, 100),
        new AxisRange(0, 10000, 100),
        new AxisRange(0, 4095, 0),
        new AxisRange(-9000, 9000, 0),
        new AxisRange(-9000, 9000, 0),
        true);

    public static EvdevPenOptions Options { get; } = new() { Calibration = PenCalibration.Upright(200, 100) };

    public byte[] Bytes => [.. _bytes];

    public EvdevStream At(int x, int y) => Event(3, 0, x).Event(3, 1, y);

    public EvdevStream Pressure(int value) => Event(3, 0x18, value);

    public EvdevStream Tilt(int x, int y) => Event(3, 0x1A, x).Event(3, 0x1B, y);

    public EvdevStream Key(int code, bool isDown) => Event(1, code, isDown ? 1 : 0);

    public EvdevStream Report()
    {
        Event(0, 0, 0);
        _microseconds += 5000;
        return this;
    }

    public EvdevStream Dropped() => Event(0, 3, 0);

    public EvdevStream Event(int type, int code, int value)
    {
        Span<byte> bytes = stackalloc byte[EvdevEvent.Length];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, _microseconds / 1_000_000);
        BinaryPrimitives.WriteInt64LittleEndian(bytes[8..], _microseconds % 1_000_000);
        BinaryPrimitives.WriteUInt16LittleEndian(bytes[16..], (ushort)type);
        BinaryPrimitives.WriteUInt16LittleEndian(bytes[18..], (ushort)code);
        BinaryPrimitives.WriteInt32LittleEndian(bytes[20..], value);
        _bytes.AddRange(bytes);
        return this;
    }

    public List<PenSample> Decode(PenRanges? ranges = null, EvdevPenOptions? options = null, PenSnapshot afterDrop = default) =>
        Decode(new EvdevPenDecoder(ranges ?? Ranges, options ?? Options), Bytes, afterDrop);

    public static List<PenSample> Decode(EvdevPenDecoder decoder, ReadOnlySpan<byte> bytes, PenSnapshot afterDrop)
    {
        var samples = new List<PenSample>();
        var output = new PenSample[EvdevPenDecoder.MaxSamplesPerEvent];
        for (; bytes.Length >= EvdevEvent.Length; bytes = bytes[EvdevEvent.Length..])
        {
            var item = EvdevEvent.Read(bytes);
            samples.AddRange(output[..decoder.Push(item, output)]);
            if (decoder.NeedsSnapshot)
            {
                samples.AddRange(output[..decoder.Resume(afterDrop, item.TimestampMicroseconds, output)]);
            }
        }

        return samples;
    }
}
