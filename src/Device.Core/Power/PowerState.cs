namespace Device.Core.Power;

/// <summary>Where a machine stands between awake and off. The numbers are append-only.</summary>
public enum PowerState
{
    /// <summary>Somebody works with it.</summary>
    Active = 0,

    /// <summary>Nobody has touched it for a while; the front light is dim.</summary>
    Idle = 1,

    /// <summary>Nobody has for longer; the light is off and the page was cleaned.</summary>
    Resting = 2,

    /// <summary>Asleep to the eye, awake to finish work: recording, syncing, updating.</summary>
    Background = 3,

    /// <summary>Everything is being put on flash and the panel cleaned, to sleep next.</summary>
    Suspending = 4,

    /// <summary>Asleep.</summary>
    Suspended = 5,

    /// <summary>The battery is all but empty; the machine shuts down unless it is charged.</summary>
    Critical = 6,

    /// <summary>Everything is being put on flash and the panel cleaned, to switch off next.</summary>
    ShuttingDown = 7,

    /// <summary>The order to switch off was given.</summary>
    Off = 8,
}
