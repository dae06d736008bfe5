using CsCheck;
using Device.Link;

namespace Device.Firmware.Tests.Link;

/// <summary>Random frames and noise, and the two directions of the codec.</summary>
internal static class FrameGen
{
    public static Gen<Frame> Frame { get; } =
        Gen.Select(
            Gen.Int[1, 3],
            Gen.Byte,
            Gen.UShort,
            Gen.Byte,
            Gen.OneOf(Gen.Byte.Array[0, FrameLayout.MaxPayload], Gen.Const((byte)0).Array[0, FrameLayout.MaxPayload]),
            Gen.Bool,
            Gen.Bool,
            (kind, sequence, command, status, payload, duplicate, more) =>
                new Frame((FrameKind)kind, sequence, command, status, payload, duplicate, more));

    /// <summary>Bytes as a bad line makes them: zeros are common, and stretches may be longer than any frame.</summary>
    public static Gen<byte[]> Noise { get; } =
        Gen.OneOf(Gen.Byte, Gen.Byte, Gen.Byte, Gen.Const((byte)0)).Array[0, 600];

    public static byte[] Encode(Frame frame)
    {
        var wire = new byte[FrameLayout.MaxOnWire];
        var length = new FrameEncoder().Encode(frame, wire);
        return wire[..length];
    }

    public static List<Frame> Decode(FrameDecoder decoder, IEnumerable<byte> bytes)
    {
        var frames = new List<Frame>();
        foreach (var value in bytes)
        {
            if (decoder.Push(value) is { } frame)
            {
                frames.Add(frame);
            }
        }

        return frames;
    }

    public static bool Same(Frame a, Frame b) =>
        a.Kind == b.Kind
        && a.Sequence == b.Sequence
        && a.Command == b.Command
        && a.StatusOrVersion == b.StatusOrVersion
        && a.IsDuplicate == b.IsDuplicate
        && a.HasMore == b.HasMore
        && a.Payload.AsSpan().SequenceEqual(b.Payload);
}
