namespace Device.Messages;

/// <summary>How a blob stands on the side that says so. Numbers are sent: append-only.</summary>
public enum BlobStage : byte
{
    /// <summary>Nothing of it is there.</summary>
    Absent = 0,

    /// <summary>Bytes are missing.</summary>
    Partial = 1,

    /// <summary>All of it is there and has the SHA-256 of its name.</summary>
    Whole = 2,

    /// <summary>What had come was not what the name says and was thrown away: it may be sent again from the beginning.</summary>
    Wrong = 3,

    /// <summary>It will not be taken.</summary>
    Refused = 4,
}
