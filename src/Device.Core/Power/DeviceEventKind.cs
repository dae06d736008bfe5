namespace Device.Core.Power;

/// <summary>Something that happened to the machine's case, keys or supply. The numbers are append-only.</summary>
public enum DeviceEventKind
{
    /// <summary>Not an event.</summary>
    None = 0,

    /// <summary>The power key was pressed and let go.</summary>
    PowerKey = 1,

    /// <summary>The power key is being held: the machine is to be switched off.</summary>
    PowerKeyHeld = 2,

    /// <summary>The key for the next page was pressed.</summary>
    PageForward = 3,

    /// <summary>The key for the page before was pressed.</summary>
    PageBack = 4,

    /// <summary>The home key was pressed.</summary>
    Home = 5,

    /// <summary>The cover was closed.</summary>
    LidClosed = 6,

    /// <summary>The cover was opened.</summary>
    LidOpened = 7,

    /// <summary>The pen was put into its holder.</summary>
    PenInserted = 8,

    /// <summary>The pen was taken out of its holder.</summary>
    PenRemoved = 9,

    /// <summary>A pen came near while nothing else listened, as a co-processor reports it.</summary>
    PenNear = 10,

    /// <summary>External power came.</summary>
    ChargerConnected = 11,

    /// <summary>External power went.</summary>
    ChargerDisconnected = 12,

    /// <summary>The gauge or co-processor says that the battery is low; the policy reads the battery.</summary>
    BatteryLow = 13,

    /// <summary>The gauge or co-processor says that the battery is all but empty; the policy reads the battery.</summary>
    BatteryCritical = 14,

    /// <summary>The gauge or co-processor says that the battery is no longer low; the policy reads the battery.</summary>
    BatteryRecovered = 15,

    /// <summary>A co-processor's watchdog reset the machine.</summary>
    WatchdogReset = 16,

    /// <summary>The microphone's mute switch was put on: nothing is recorded from now on.</summary>
    MicrophoneMuted = 17,

    /// <summary>The microphone's mute switch was put off.</summary>
    MicrophoneUnmuted = 18,
}
