namespace Device.Core.Power;

/// <summary>What a gauge says of the battery at one moment. Null where it does not measure something.</summary>
/// <param name="Level">Charge in percent, 0 to 100.</param>
/// <param name="Volts">Voltage of the cell in volts, above 0.</param>
/// <param name="Charge">What happens to the charge.</param>
/// <param name="MinutesLeft">Minutes until empty when discharging, until full when charging; 0 or more.</param>
/// <param name="Celsius">Temperature of the cell in degrees Celsius.</param>
public readonly record struct BatteryState(
    double? Level, double? Volts, ChargeState Charge, double? MinutesLeft = null, double? Celsius = null)
{
    /// <summary>External power is known to be there.</summary>
    public bool HasExternalPower => Charge is ChargeState.Charging or ChargeState.Full or ChargeState.Held;
}
