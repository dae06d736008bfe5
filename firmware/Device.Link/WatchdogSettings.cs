namespace Device.Link;

/// <summary>How long the processor may stay silent before it is reset: 4 bytes.</summary>
public readonly struct WatchdogSettings
{
    /// <summary>The encoded length in bytes.</summary>
    public const int Length = 4;

    /// <summary>Makes the payload.</summary>
    public WatchdogSettings(uint timeoutMilliseconds)
    {
        TimeoutMilliseconds = timeoutMilliseconds;
    }

    /// <summary>Milliseconds without a heartbeat until the reset, 1000..600000; 0 disarms.</summary>
    public uint TimeoutMilliseconds { get; }

    /// <summary>Writes <see cref="Length"/> bytes.</summary>
    public void Write(byte[] destination, int offset)
    {
        ByteOrder.WriteUInt32(destination, offset, TimeoutMilliseconds);
    }

    /// <summary>Reads a payload; bytes behind the known ones are ignored. The range is the receiver's to check.</summary>
    /// <returns>False when the payload is too short.</returns>
    public static bool TryRead(byte[] payload, out WatchdogSettings value)
    {
        bool ok = payload.Length >= Length;
        value = ok ? new WatchdogSettings(ByteOrder.ReadUInt32(payload, 0)) : default;
        return ok;
    }
}
