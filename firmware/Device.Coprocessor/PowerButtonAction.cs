namespace Device.Coprocessor;

/// <summary>What the user did with the power button.</summary>
public enum PowerButtonAction
{
    /// <summary>Nothing to act on.</summary>
    None,

    /// <summary>Pressed and let go before a long press.</summary>
    ShortPress,

    /// <summary>Held for the time of a long press; reported once, while still held.</summary>
    LongPress,

    /// <summary>Held until power must be cut; reported once, while still held.</summary>
    ForceOff,
}
