namespace Device.Lab.Input;

/// <summary>One event that a device of the lab sends to the kernel.</summary>
/// <param name="Type">EV_SYN 0, EV_KEY 1, EV_ABS 3, EV_SW 5.</param>
/// <param name="Code">Which key, axis or switch.</param>
/// <param name="Value">Its value.</param>
internal readonly record struct InputWord(ushort Type, ushort Code, int Value)
{
    /// <summary>The end of a report.</summary>
    public static InputWord Report => new(0, 0, 0);

    /// <summary>A key or tool.</summary>
    public static InputWord Key(ushort code, bool isDown) => new(1, code, isDown ? 1 : 0);

    /// <summary>An axis.</summary>
    public static InputWord Axis(ushort code, int value) => new(3, code, value);

    /// <summary>A switch, such as a lid's.</summary>
    public static InputWord Switch(ushort code, bool isOn) => new(5, code, isOn ? 1 : 0);
}
