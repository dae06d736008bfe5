namespace Device.Sync.Sending;

/// <summary>What an acknowledgement says about one fact.</summary>
internal enum AckVerdict
{
    /// <summary>Nothing.</summary>
    Unknown,

    /// <summary>The gateway has committed it.</summary>
    Stored,

    /// <summary>The gateway has later ones, but not this one.</summary>
    Missing,

    /// <summary>The gateway will never store it.</summary>
    Rejected,
}
