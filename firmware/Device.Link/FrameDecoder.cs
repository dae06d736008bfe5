using System;

namespace Device.Link;

/// <summary>Finds frames in a stream of bytes, one byte at a time.</summary>
/// <remarks>
/// Memory is one buffer of <see cref="FrameLayout.MaxStuffed"/> bytes, whatever arrives. No input throws: bytes that are no
/// frame are counted in <see cref="Counters"/> and forgotten at the next zero. Use from one thread at a time.
/// </remarks>
public sealed class FrameDecoder
{
    private readonly byte[] _buffer = new byte[FrameLayout.MaxStuffed];
    private int _length;
    private bool _overlong;

    /// <summary>What was received and what was refused since the decoder was made.</summary>
    public LinkCounters Counters { get; } = new LinkCounters();

    /// <summary>Takes the next byte off the wire.</summary>
    /// <returns>The frame that this byte completes, or null.</returns>
    public Frame? Push(byte value)
    {
        if (value != FrameLayout.Delimiter)
        {
            Append(value);
            return null;
        }

        int length = _length;
        bool overlong = _overlong;
        _length = 0;
        _overlong = false;

        if (overlong)
        {
            Counters.Overlong++;
            return null;
        }

        return length == 0 ? null : Parse(length);
    }

    private void Append(byte value)
    {
        if (_length == _buffer.Length)
        {
            _overlong = true;
            return;
        }

        _buffer[_length++] = value;
    }

    private Frame? Parse(int stuffedLength)
    {
        int length = Cobs.Decode(_buffer, 0, stuffedLength, _buffer, 0);
        if (length < 0)
        {
            Counters.BadStuffing++;
            return null;
        }

        int checkedLength = length - FrameLayout.ChecksumLength;
        if (checkedLength < FrameLayout.HeaderLength)
        {
            Counters.TooShort++;
            return null;
        }

        if (ByteOrder.ReadUInt16(_buffer, checkedLength) != Crc16.Compute(_buffer, 0, checkedLength))
        {
            Counters.BadChecksum++;
            return null;
        }

        if (_buffer[FrameLayout.VersionAt] != FrameLayout.Version)
        {
            Counters.WrongVersion++;
            return null;
        }

        int flags = _buffer[FrameLayout.FlagsAt];
        if ((flags & FrameLayout.KindMask) == 0 || (flags & FrameLayout.ReservedFlags) != 0)
        {
            Counters.BadFlags++;
            return null;
        }

        byte[] payload = new byte[checkedLength - FrameLayout.HeaderLength];
        Array.Copy(_buffer, FrameLayout.HeaderLength, payload, 0, payload.Length);
        Counters.Received++;
        return new Frame(
            (FrameKind)(flags & FrameLayout.KindMask),
            _buffer[FrameLayout.SequenceAt],
            ByteOrder.ReadUInt16(_buffer, FrameLayout.CommandAt),
            _buffer[FrameLayout.StatusAt],
            payload,
            (flags & FrameLayout.DuplicateFlag) != 0,
            (flags & FrameLayout.MoreFlag) != 0);
    }
}
