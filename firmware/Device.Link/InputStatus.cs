namespace Device.Link;

/// <summary>The switches as they are now, after debouncing: 4 bytes.</summary>
public readonly struct InputStatus
{
    /// <summary>The encoded length in bytes.</summary>
    public const int Length = 4;

    private const int ButtonBit = 1;
    private const int LidBit = 2;
    private const int PenBit = 4;

    /// <summary>Makes the payload.</summary>
    public InputStatus(bool isPowerButtonPressed, bool isLidClosed, bool isPenNear)
    {
        IsPowerButtonPressed = isPowerButtonPressed;
        IsLidClosed = isLidClosed;
        IsPenNear = isPenNear;
    }

    /// <summary>The power button is held down.</summary>
    public bool IsPowerButtonPressed { get; }

    /// <summary>The lid is closed.</summary>
    public bool IsLidClosed { get; }

    /// <summary>The pen is near the sheet.</summary>
    public bool IsPenNear { get; }

    /// <summary>Writes <see cref="Length"/> bytes.</summary>
    public void Write(byte[] destination, int offset)
    {
        destination[offset] = (byte)((IsPowerButtonPressed ? ButtonBit : 0) | (IsLidClosed ? LidBit : 0) | (IsPenNear ? PenBit : 0));
        destination[offset + 1] = 0;
        destination[offset + 2] = 0;
        destination[offset + 3] = 0;
    }

    /// <summary>Reads a payload; bytes behind the known ones are ignored.</summary>
    /// <returns>False when the payload is too short.</returns>
    public static bool TryRead(byte[] payload, out InputStatus value)
    {
        bool ok = payload.Length >= Length;
        int bits = ok ? payload[0] : 0;
        value = new InputStatus((bits & ButtonBit) != 0, (bits & LidBit) != 0, (bits & PenBit) != 0);
        return ok;
    }
}
