namespace Device.Core.Power;

/// <summary>A battery gauge.</summary>
public interface IBattery
{
    /// <summary>Measures. Takes at most the time of a few bus transfers.</summary>
    /// <param name="cancellationToken">Gives up between transfers.</param>
    /// <returns>What the gauge says, checked for plausibility.</returns>
    /// <exception cref="IOException">The gauge does not answer, or answers what cannot be.</exception>
    ValueTask<BatteryState> ReadAsync(CancellationToken cancellationToken);
}
