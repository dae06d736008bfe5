namespace Device.Boards;

/// <summary>The touch glass of a board.</summary>
/// <param name="Driver"><c>simulated</c> or <c>evdev</c>.</param>
public sealed record TouchProfile(string Driver)
{
    /// <summary>The event device of <c>evdev</c>, such as <c>/dev/input/event3</c>; left out, the first touch glass that is found.</summary>
    public string? Device { get; init; }

    /// <summary>Six numbers as <see cref="PenProfile.Calibration"/>.</summary>
    public IReadOnlyList<float>? Calibration { get; init; }
}
