namespace Device.Core.Screen;

/// <summary>
/// How long a panel is busy with a region after it has taken a command, by intent, and how many regions it can drive at once.
/// Predictions at about 25 °C: a planner uses them to keep commands apart, the driver itself stays the judge. Immutable; any thread.
/// </summary>
/// <param name="Pen">Live ink.</param>
/// <param name="Interface">Buttons, cursor, selection.</param>
/// <param name="Text">Text and settled ink.</param>
/// <param name="Image">Greys.</param>
/// <param name="PageTurn">Greys with a flash.</param>
/// <param name="DeepClean">What is left of a deep clean when its command was taken: a driver that waits for the clearing part counts only the rest.</param>
/// <param name="Engines">Regions that can be driven at once, 1 to 255.</param>
public sealed record PanelTiming(
    TimeSpan Pen, TimeSpan Interface, TimeSpan Text, TimeSpan Image, TimeSpan PageTurn, TimeSpan DeepClean, int Engines)
{
    /// <summary>A panel whose pixels change at once: an LCD.</summary>
    public static PanelTiming Immediate { get; } = new(default, default, default, default, default, default, 255);

    /// <summary>E-ink in the field: direct update for ink, 450 ms for greys, sixteen engines.</summary>
    public static PanelTiming Typical { get; } = new(
        TimeSpan.FromMilliseconds(260),
        TimeSpan.FromMilliseconds(290),
        TimeSpan.FromMilliseconds(450),
        TimeSpan.FromMilliseconds(450),
        TimeSpan.FromMilliseconds(450),
        TimeSpan.FromMilliseconds(2000),
        16);

    /// <summary>The time of an intent.</summary>
    /// <param name="intent">The intent.</param>
    public TimeSpan this[RefreshIntent intent] => intent switch
    {
        RefreshIntent.Pen => Pen,
        RefreshIntent.Interface => Interface,
        RefreshIntent.Text => Text,
        RefreshIntent.Image => Image,
        RefreshIntent.PageTurn => PageTurn,
        RefreshIntent.DeepClean => DeepClean,
        _ => throw new ArgumentOutOfRangeException(nameof(intent), intent, "no such intent"),
    };
}
