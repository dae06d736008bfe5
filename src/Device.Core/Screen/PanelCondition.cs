namespace Device.Core.Screen;

/// <summary>How a panel fares.</summary>
/// <param name="Recoveries">Times that the driver brought its controller back, or went on after it did not answer, since it was opened.</param>
/// <param name="Trouble">What is wrong now, for a person; null when the panel shows, or is being driven to, what it was asked for.</param>
public sealed record PanelCondition(long Recoveries, string? Trouble)
{
    /// <summary>A panel that has never failed.</summary>
    public static PanelCondition Good { get; } = new(0, null);
}
