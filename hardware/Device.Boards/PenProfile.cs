namespace Device.Boards;

/// <summary>The pen of a board.</summary>
/// <param name="Driver"><c>simulated</c> or <c>evdev</c>.</param>
public sealed record PenProfile(string Driver)
{
    /// <summary>The event device of <c>evdev</c>, such as <c>/dev/input/event2</c>.</summary>
    public string? Device { get; init; }

    /// <summary>Six numbers a to f of <c>evdev</c>: x' = a x + b y + c, y' = d x + e y + f, from each axis' range, taken as 0 to 1, to millimetres of the panel.</summary>
    public IReadOnlyList<float>? Calibration { get; init; }
}
