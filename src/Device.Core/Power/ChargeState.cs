namespace Device.Core.Power;

/// <summary>What happens to a battery's charge. The numbers are append-only.</summary>
public enum ChargeState
{
    /// <summary>The gauge does not say.</summary>
    Unknown = 0,

    /// <summary>The machine runs from the battery.</summary>
    Discharging = 1,

    /// <summary>External power fills the battery.</summary>
    Charging = 2,

    /// <summary>External power is there and the battery is full.</summary>
    Full = 3,

    /// <summary>External power is there, and the battery is neither filled nor emptied: too hot, too cold, or held below full.</summary>
    Held = 4,
}
