namespace Device.Screen.Model;

/// <summary>What the status bar says about syncing.</summary>
public enum SyncState
{
    /// <summary>Nothing: syncing is not set up.</summary>
    Off = 0,

    /// <summary>Everything is in the cloud.</summary>
    Synced = 1,

    /// <summary>Connected, some changes are on their way.</summary>
    Sending = 2,

    /// <summary>Not connected; changes wait on the machine.</summary>
    Offline = 3,

    /// <summary>Syncing does not work and needs somebody's attention.</summary>
    Failed = 4,
}
