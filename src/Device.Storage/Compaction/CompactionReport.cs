using System.Text.Json;

namespace Device.Storage;

/// <summary>What a compaction did, or would do.</summary>
/// <param name="Segments">Segments of the journal before.</param>
/// <param name="Rewritten">Segments that were rewritten.</param>
/// <param name="Written">Segments they became.</param>
/// <param name="Dropped">Facts dropped.</param>
/// <param name="BytesBefore">Bytes of the segments that were rewritten.</param>
/// <param name="BytesAfter">Bytes of what they became; estimated when nothing was done.</param>
/// <param name="NewKey">Segments rewritten because their key is not the current one.</param>
/// <param name="LeftDamaged">Segments left as they are, because a fact in them is damaged or missing: their bytes may be needed.</param>
public sealed record CompactionReport(
    int Segments, int Rewritten, int Written, long Dropped, long BytesBefore, long BytesAfter, int NewKey, int LeftDamaged)
{
    /// <summary>The whole as one JSON object, names in camelCase.</summary>
    /// <returns>The text.</returns>
    public string ToJson() => JsonSerializer.Serialize(this, StorageJson.Default.CompactionReport);
}
