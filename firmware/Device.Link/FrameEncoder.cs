using System;

namespace Device.Link;

/// <summary>Turns frames into bytes for the wire.</summary>
/// <remarks>Holds one scratch buffer and allocates nothing per frame; use from one thread at a time.</remarks>
public sealed class FrameEncoder
{
    private readonly byte[] _frame = new byte[FrameLayout.MaxFrame];

    /// <summary>Writes <paramref name="frame"/> with a zero before and a zero behind.</summary>
    /// <returns>The number of bytes written, at most <see cref="FrameLayout.MaxOnWire"/>.</returns>
    /// <exception cref="ArgumentException"><paramref name="destination"/> cannot hold <see cref="FrameLayout.MaxOnWire"/> bytes.</exception>
    public int Encode(Frame frame, byte[] destination)
    {
        if (destination.Length < FrameLayout.MaxOnWire)
        {
            throw new ArgumentException("The destination is shorter than the longest frame on the wire.", nameof(destination));
        }

        int flags = (int)frame.Kind;
        if (frame.IsDuplicate)
        {
            flags |= FrameLayout.DuplicateFlag;
        }

        if (frame.HasMore)
        {
            flags |= FrameLayout.MoreFlag;
        }

        _frame[FrameLayout.VersionAt] = FrameLayout.Version;
        _frame[FrameLayout.FlagsAt] = (byte)flags;
        _frame[FrameLayout.SequenceAt] = frame.Sequence;
        ByteOrder.WriteUInt16(_frame, FrameLayout.CommandAt, frame.Command);
        _frame[FrameLayout.StatusAt] = frame.StatusOrVersion;
        Array.Copy(frame.Payload, 0, _frame, FrameLayout.HeaderLength, frame.Payload.Length);

        int checkedLength = FrameLayout.HeaderLength + frame.Payload.Length;
        ByteOrder.WriteUInt16(_frame, checkedLength, Crc16.Compute(_frame, 0, checkedLength));

        // The zero in front ends whatever noise an idle line has collected, so the noise does not cost this frame.
        destination[0] = FrameLayout.Delimiter;
        int stuffed = Cobs.Encode(_frame, 0, checkedLength + FrameLayout.ChecksumLength, destination, 1);
        destination[stuffed + 1] = FrameLayout.Delimiter;
        return stuffed + 2;
    }
}
