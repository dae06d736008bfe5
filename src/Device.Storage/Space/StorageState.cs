namespace Device.Storage;

/// <summary>How much room is left for what the user writes and says.</summary>
public enum StorageState
{
    /// <summary>Enough.</summary>
    Normal,

    /// <summary>It will soon be full: the user should know.</summary>
    Low,

    /// <summary>Nothing new should be taken in: capture stops and says so. What is written stays, can be read, and can be deleted.</summary>
    Full,
}
