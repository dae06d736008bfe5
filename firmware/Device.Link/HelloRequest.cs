namespace Device.Link;

/// <summary>What the processor says of itself first: 4 bytes.</summary>
public readonly struct HelloRequest
{
    /// <summary>The encoded length in bytes.</summary>
    public const int Length = 4;

    /// <summary>Makes the payload.</summary>
    public HelloRequest(byte protocolMajor, byte protocolMinor, byte maxPayload)
    {
        ProtocolMajor = protocolMajor;
        ProtocolMinor = protocolMinor;
        MaxPayload = maxPayload;
    }

    /// <summary>Must equal the other side's.</summary>
    public byte ProtocolMajor { get; }

    /// <summary>May differ: the smaller of the two is spoken.</summary>
    public byte ProtocolMinor { get; }

    /// <summary>The most payload bytes the processor accepts, 1..240.</summary>
    public byte MaxPayload { get; }

    /// <summary>Writes <see cref="Length"/> bytes.</summary>
    public void Write(byte[] destination, int offset)
    {
        destination[offset] = ProtocolMajor;
        destination[offset + 1] = ProtocolMinor;
        destination[offset + 2] = MaxPayload;
        destination[offset + 3] = 0;
    }

    /// <summary>Reads a payload; bytes behind the known ones are ignored, as a later minor version may append fields.</summary>
    /// <returns>False when the payload is too short.</returns>
    public static bool TryRead(byte[] payload, out HelloRequest value)
    {
        bool ok = payload.Length >= Length;
        value = ok ? new HelloRequest(payload[0], payload[1], payload[2]) : default;
        return ok;
    }
}
