namespace Device.Link;

/// <summary>One event: 8 bytes, the payload of an event frame and of the answer to <see cref="CommandId.GetEvent"/>.</summary>
public readonly struct EventRecord
{
    /// <summary>The encoded length in bytes.</summary>
    public const int Length = 8;

    /// <summary>Makes the payload.</summary>
    public EventRecord(EventId id, byte sequence, byte lost, uint uptimeMilliseconds)
    {
        Id = id;
        Sequence = sequence;
        Lost = lost;
        UptimeMilliseconds = uptimeMilliseconds;
    }

    /// <summary>What happened; a number unknown to this build is kept.</summary>
    public EventId Id { get; }

    /// <summary>0..255, wraps; one more for every event, so that a gap is seen.</summary>
    public byte Sequence { get; }

    /// <summary>Events dropped from the full queue just before this one, 0..255, 255 meaning that many or more.</summary>
    public byte Lost { get; }

    /// <summary>Milliseconds since the co-processor started; wraps after 49.7 days.</summary>
    public uint UptimeMilliseconds { get; }

    /// <summary>Writes <see cref="Length"/> bytes.</summary>
    public void Write(byte[] destination, int offset)
    {
        ByteOrder.WriteUInt16(destination, offset, (ushort)Id);
        destination[offset + 2] = Sequence;
        destination[offset + 3] = Lost;
        ByteOrder.WriteUInt32(destination, offset + 4, UptimeMilliseconds);
    }

    /// <summary>Reads a payload; bytes behind the known ones are ignored.</summary>
    /// <returns>False when the payload is too short.</returns>
    public static bool TryRead(byte[] payload, out EventRecord value)
    {
        bool ok = payload.Length >= Length;
        value = ok
            ? new EventRecord((EventId)ByteOrder.ReadUInt16(payload, 0), payload[2], payload[3], ByteOrder.ReadUInt32(payload, 4))
            : default;
        return ok;
    }
}
