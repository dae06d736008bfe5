namespace Device.Storage;

/// <summary>How far a compaction is.</summary>
/// <param name="Done">Groups of segments rewritten.</param>
/// <param name="Groups">Groups to rewrite.</param>
/// <param name="Bytes">Bytes of the segments rewritten.</param>
/// <param name="BytesToDo">Bytes of all segments to rewrite.</param>
public readonly record struct CompactionProgress(int Done, int Groups, long Bytes, long BytesToDo);
