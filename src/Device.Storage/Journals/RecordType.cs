namespace Device.Storage;

/// <summary>What a record is. Numbers are stored: append-only; a reader takes one it does not know as a mark without content.</summary>
internal enum RecordType : byte
{
    /// <summary>A fact.</summary>
    Fact = 1,

    /// <summary>The journal was closed in order: everything before is synced. In a compacted segment its end.</summary>
    Seal = 2,

    /// <summary>The segment's header once more, in case the first one rots.</summary>
    HeaderCopy = 3,

    /// <summary>A fact that compaction kept; instead of what is durable it says where the one before it lies, so that what was dropped is told from what was lost.</summary>
    KeptFact = 4,

    /// <summary>Names of facts that compaction dropped, so that they are known when they are imported again.</summary>
    DroppedNames = 5,
}
