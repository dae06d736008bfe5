using System.Text.Json;

namespace Device.Storage;

/// <summary>The state of a journal's files.</summary>
/// <param name="Records">Facts that count.</param>
/// <param name="Segments">Segments that count.</param>
/// <param name="SetAside">Damaged things kept in <c>setaside/</c>.</param>
/// <param name="Bytes">Bytes of the segments that count.</param>
/// <param name="Device">The machine that wrote last; empty in an empty journal.</param>
/// <param name="Epoch">Its epoch, 16 hexadecimal digits; empty in an empty journal.</param>
/// <param name="LastPosition">The last position given.</param>
/// <param name="DurableThrough">The highest position that is known synced.</param>
/// <param name="Clean">Whether the journal was closed in order.</param>
/// <param name="InUse">Whether a process has it open: then the end of the files is in motion, and no tear is looked for.</param>
/// <param name="TornBytes">Bytes of a torn tail that is not set aside yet; never acknowledged.</param>
/// <param name="HarmlessDamage">Bad places where no fact is missing.</param>
/// <param name="UnknownBodies">Facts whose content this version cannot read; kept as they are.</param>
/// <param name="UnreadableFiles">Segment files in which nothing is readable, not set aside yet.</param>
/// <param name="Lost">Lost facts.</param>
public sealed record JournalVerification(
    long Records,
    int Segments,
    int SetAside,
    long Bytes,
    string Device,
    string Epoch,
    long LastPosition,
    long DurableThrough,
    bool Clean,
    bool InUse,
    long TornBytes,
    int HarmlessDamage,
    long UnknownBodies,
    int UnreadableFiles,
    IReadOnlyList<JournalHole> Lost)
{
    /// <summary>Whether every acknowledged fact is there. A torn tail does not count against it.</summary>
    public bool Sound => Lost.Count == 0 && UnreadableFiles == 0;

    /// <summary>The whole as one JSON object, names in camelCase.</summary>
    /// <returns>The text.</returns>
    public string ToJson() => JsonSerializer.Serialize(this, StorageJson.Default.JournalVerification);
}
