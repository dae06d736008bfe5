namespace Device.Link;

/// <summary>Where the battery's voltage lies between its thresholds. Numbers are append-only.</summary>
public enum BatteryLevel : byte
{
    /// <summary>Not measured.</summary>
    Unknown = 0,

    /// <summary>Above the low threshold, or on external power.</summary>
    Normal = 1,

    /// <summary>Below the low threshold: the user is to be told.</summary>
    Low = 2,

    /// <summary>Below the critical threshold: save and shut down.</summary>
    Critical = 3,

    /// <summary>Below the cut threshold: the processor's power is off and stays off.</summary>
    Cut = 4,
}
