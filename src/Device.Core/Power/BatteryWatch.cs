namespace Device.Core.Power;

/// <summary>From measurements to bands, without flapping: a threshold counts when several readings in a row agree, and is left well above it. Pure; a value.</summary>
/// <param name="Band">The band so far.</param>
/// <param name="Candidate">The band that the last readings asked for.</param>
/// <param name="Count">How many of them in a row.</param>
public readonly record struct BatteryWatch(BatteryBand Band, BatteryBand Candidate, int Count)
{
    /// <summary>Takes a measurement.</summary>
    /// <param name="battery">The measurement.</param>
    /// <param name="options">Thresholds.</param>
    /// <returns>The watch afterwards.</returns>
    public BatteryWatch Take(in BatteryState battery, PowerOptions options)
    {
        // A charger is no guess: it ends the danger at once.
        if (battery.HasExternalPower)
        {
            return default;
        }

        if (Measure(battery, options) is not { } band)
        {
            return this;
        }

        var count = band == Band ? 0 : band == Candidate ? Count + 1 : 1;
        return count >= options.Readings ? new(band, band, 0) : new(Band, band, count);
    }

    /// <summary>The band of one measurement, seen from the present one; null when nothing was measured.</summary>
    private BatteryBand? Measure(in BatteryState battery, PowerOptions options) => battery switch
    {
        { Level: { } level } => Place(level, options.LowLevel, options.CriticalLevel, options.LevelHysteresis),
        { Volts: { } volts } => Place(volts, options.LowVolts, options.CriticalVolts, options.VoltsHysteresis),
        _ => null,
    };

    private BatteryBand Place(double value, double low, double critical, double hysteresis)
    {
        var leaveCritical = critical + (Band >= BatteryBand.Critical ? hysteresis : 0);
        var leaveLow = low + (Band >= BatteryBand.Low ? hysteresis : 0);
        return value <= leaveCritical ? BatteryBand.Critical : value <= leaveLow ? BatteryBand.Low : BatteryBand.Normal;
    }
}
