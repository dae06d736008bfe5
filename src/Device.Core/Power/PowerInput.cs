namespace Device.Core.Power;

/// <summary>What moves a machine between its power states. The numbers are append-only.</summary>
public enum PowerInput
{
    /// <summary>The pen, a finger or a page key was used.</summary>
    Activity = 0,

    /// <summary>The power key was pressed and let go.</summary>
    PowerKey = 1,

    /// <summary>The power key was held.</summary>
    PowerKeyHeld = 2,

    /// <summary>The cover was closed.</summary>
    LidClosed = 3,

    /// <summary>The cover was opened, or the pen taken out of its holder.</summary>
    LidOpened = 4,

    /// <summary>The time that the state is given ran out.</summary>
    Timeout = 5,

    /// <summary>The last work that keeps the machine awake ended.</summary>
    Released = 6,

    /// <summary>Everything that was to be done before sleeping or switching off is done.</summary>
    Prepared = 7,

    /// <summary>Something of that failed.</summary>
    PrepareFailed = 8,

    /// <summary>The machine woke, for a reason that events will tell or that nobody knows.</summary>
    Woken = 9,

    /// <summary>The machine woke by the clock's alarm.</summary>
    WokenByAlarm = 10,

    /// <summary>The machine could not be put to sleep.</summary>
    SuspendFailed = 11,

    /// <summary>The battery has become low.</summary>
    BatteryLow = 12,

    /// <summary>The battery has become critical.</summary>
    BatteryCritical = 13,

    /// <summary>The battery has recovered, or is being charged.</summary>
    BatteryRecovered = 14,
}
