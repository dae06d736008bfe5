namespace Device.Link;

/// <summary>Sizes and positions of a frame's bytes; see docs/formats/link.md.</summary>
public static class FrameLayout
{
    /// <summary>The version of this layout, the first byte of every frame.</summary>
    public const byte Version = 1;

    /// <summary>Bytes before the payload: version, flags, sequence, command (2), status or command version.</summary>
    public const int HeaderLength = 6;

    /// <summary>The most payload bytes in one frame.</summary>
    public const int MaxPayload = 240;

    /// <summary>Bytes of the checksum behind the payload.</summary>
    public const int ChecksumLength = 2;

    /// <summary>The longest frame before stuffing.</summary>
    public const int MaxFrame = HeaderLength + MaxPayload + ChecksumLength;

    /// <summary>The longest frame after stuffing, without its delimiters: below 254 bytes stuffing costs exactly one.</summary>
    public const int MaxStuffed = MaxFrame + 1;

    /// <summary>The most bytes on the wire for one frame: stuffed, with a zero before and a zero behind.</summary>
    public const int MaxOnWire = MaxStuffed + 2;

    /// <summary>The byte that ends a frame, and starts one too.</summary>
    public const byte Delimiter = 0;

    internal const int VersionAt = 0;
    internal const int FlagsAt = 1;
    internal const int SequenceAt = 2;
    internal const int CommandAt = 3;
    internal const int StatusAt = 5;

    internal const int KindMask = 0x03;
    internal const int DuplicateFlag = 0x04;
    internal const int MoreFlag = 0x08;
    internal const int ReservedFlags = 0xF0;
}
