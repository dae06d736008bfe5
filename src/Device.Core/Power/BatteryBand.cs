namespace Device.Core.Power;

/// <summary>How much of a battery is left, as the power policy sees it.</summary>
public enum BatteryBand
{
    /// <summary>Nothing to do.</summary>
    Normal = 0,

    /// <summary>The person is told.</summary>
    Low = 1,

    /// <summary>The machine shuts down unless it is charged.</summary>
    Critical = 2,
}
