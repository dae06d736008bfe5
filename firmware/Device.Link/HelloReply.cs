namespace Device.Link;

/// <summary>What the co-processor says of itself: 28 bytes.</summary>
public readonly struct HelloReply
{
    /// <summary>The encoded length in bytes.</summary>
    public const int Length = 28;

    /// <summary>The most characters of a board's name.</summary>
    public const int MaxBoardLength = 16;

    private const int BoardAt = 12;

    /// <summary>Makes the payload.</summary>
    public HelloReply(
        byte protocolMajor,
        byte protocolMinor,
        byte maxPayload,
        byte firmwareMajor,
        byte firmwareMinor,
        ushort firmwarePatch,
        CapabilityFlags capabilities,
        string board)
    {
        ProtocolMajor = protocolMajor;
        ProtocolMinor = protocolMinor;
        MaxPayload = maxPayload;
        FirmwareMajor = firmwareMajor;
        FirmwareMinor = firmwareMinor;
        FirmwarePatch = firmwarePatch;
        Capabilities = capabilities;
        Board = board;
    }

    /// <summary>Must equal the other side's.</summary>
    public byte ProtocolMajor { get; }

    /// <summary>May differ: the smaller of the two is spoken.</summary>
    public byte ProtocolMinor { get; }

    /// <summary>The most payload bytes the co-processor accepts, 1..240.</summary>
    public byte MaxPayload { get; }

    /// <summary>First number of the firmware's version.</summary>
    public byte FirmwareMajor { get; }

    /// <summary>Second number of the firmware's version.</summary>
    public byte FirmwareMinor { get; }

    /// <summary>Third number of the firmware's version.</summary>
    public ushort FirmwarePatch { get; }

    /// <summary>What this board's co-processor can do.</summary>
    public CapabilityFlags Capabilities { get; }

    /// <summary>The board's name, up to 16 ASCII characters; what is longer is cut, what is not ASCII becomes '?'.</summary>
    public string Board { get; }

    /// <summary>Writes <see cref="Length"/> bytes.</summary>
    public void Write(byte[] destination, int offset)
    {
        destination[offset] = ProtocolMajor;
        destination[offset + 1] = ProtocolMinor;
        destination[offset + 2] = MaxPayload;
        destination[offset + 3] = 0;
        destination[offset + 4] = FirmwareMajor;
        destination[offset + 5] = FirmwareMinor;
        ByteOrder.WriteUInt16(destination, offset + 6, FirmwarePatch);
        ByteOrder.WriteUInt32(destination, offset + 8, (uint)Capabilities);
        for (int i = 0; i < MaxBoardLength; i++)
        {
            char letter = i < Board.Length ? Board[i] : '\0';
            destination[offset + BoardAt + i] = letter < 0x80 ? (byte)letter : (byte)'?';
        }
    }

    /// <summary>Reads a payload; bytes behind the known ones are ignored.</summary>
    /// <returns>False when the payload is too short.</returns>
    public static bool TryRead(byte[] payload, out HelloReply value)
    {
        if (payload.Length < Length)
        {
            value = default;
            return false;
        }

        char[] letters = new char[MaxBoardLength];
        int count = 0;
        while (count < MaxBoardLength && payload[BoardAt + count] != 0)
        {
            byte letter = payload[BoardAt + count];
            letters[count++] = letter < 0x80 ? (char)letter : '?';
        }

        value = new HelloReply(
            payload[0],
            payload[1],
            payload[2],
            payload[4],
            payload[5],
            ByteOrder.ReadUInt16(payload, 6),
            (CapabilityFlags)ByteOrder.ReadUInt32(payload, 8),
            new string(letters, 0, count));
        return true;
    }
}
