namespace Device.Screen.Model;

/// <summary>The battery in the status bar.</summary>
/// <param name="Percent">0 to 100.</param>
/// <param name="IsCharging">A charger fills it.</param>
/// <param name="IsLow">The person is to be warned.</param>
public readonly record struct BatteryGlyph(int Percent, bool IsCharging = false, bool IsLow = false);
