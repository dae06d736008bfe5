namespace Device.Sync;

/// <summary>How the machine stands with its broker.</summary>
public enum SyncState
{
    /// <summary>No connection: switched off, stopped, or waiting for the next attempt.</summary>
    Offline,

    /// <summary>A connection is being made.</summary>
    Connecting,

    /// <summary>Connected and subscribed.</summary>
    Online,
}
