namespace Device.Screen.Latency;

/// <summary>The way of live ink from the pen to the panel, piece by piece. Of samples read together, the oldest is timed.</summary>
public enum InkStage
{
    /// <summary>From the kernel's time stamp until the sample was read; only of pens that are timed.</summary>
    Read = 0,

    /// <summary>Until it was mapped to the page.</summary>
    Filter = 1,

    /// <summary>Until it was drawn.</summary>
    Raster = 2,

    /// <summary>Until the command was handed to the panel's driver: includes the wait for pixels that were being driven.</summary>
    Driver = 3,

    /// <summary>Until the driver had everything on the bus and the controller had taken the command.</summary>
    Bus = 4,

    /// <summary>From the read until the command was handed to the driver: what the budget is about.</summary>
    Echo = 5,

    /// <summary>From the kernel's time stamp until the controller had taken the command; only of pens that are timed.</summary>
    Total = 6,
}
