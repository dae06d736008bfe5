namespace Device.Storage;

/// <summary>What a scanner came to.</summary>
internal enum ScanStep
{
    /// <summary>The limit.</summary>
    End,

    /// <summary>A sound record.</summary>
    Record,

    /// <summary>Bytes that are none; after them a sound record or the limit follows.</summary>
    Damage,
}
