namespace Device.Storage;

/// <summary>What a record is. Numbers are stored: append-only; a reader takes one it does not know as a mark without content.</summary>
internal enum RecordType : byte
{
    /// <summary>A fact.</summary>
    Fact = 1,

    /// <summary>The journal was closed in order: everything before is synced.</summary>
    Seal = 2,
}
