namespace Device.Core.Power;

/// <summary>What the policy has done to the machine, in order. The numbers are append-only.</summary>
public enum PowerEffect
{
    /// <summary>The front light as the person has set it.</summary>
    LightOn = 0,

    /// <summary>The front light at a part of that.</summary>
    DimLight = 1,

    /// <summary>No front light.</summary>
    LightOff = 2,

    /// <summary>Cleans the panel deeply and shows the page again.</summary>
    CleanPage = 3,

    /// <summary>Shows the page on a panel of which nothing is known any more.</summary>
    ShowPage = 4,

    /// <summary>Cleans the panel deeply and shows that the machine sleeps; nothing to do while that is shown.</summary>
    ShowSleep = 5,

    /// <summary>Tells that the battery is low, over the page.</summary>
    WarnLow = 6,

    /// <summary>Takes the warning away.</summary>
    EndWarning = 7,

    /// <summary>Shows that the machine must be charged.</summary>
    ShowCritical = 8,

    /// <summary>Cleans the panel deeply and shows that the machine is off.</summary>
    ShowOff = 9,

    /// <summary>Waits until everything written is on flash.</summary>
    FlushJournal = 10,

    /// <summary>Ends whatever keeps the machine awake: recordings are closed, transfers stopped.</summary>
    EndWork = 11,

    /// <summary>Has the clock wake the machine for the next sync.</summary>
    ArmAlarm = 12,

    /// <summary>Forgets the clock's alarm.</summary>
    DisarmAlarm = 13,

    /// <summary>Syncs now.</summary>
    SyncNow = 14,

    /// <summary>Reads the battery now.</summary>
    ReadBattery = 15,

    /// <summary>Puts the machine to sleep.</summary>
    Suspend = 16,

    /// <summary>Switches the machine off.</summary>
    PowerOff = 17,
}
