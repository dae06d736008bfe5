using Microsoft.Extensions.Logging;

namespace Device.Storage;

internal static partial class JournalLog
{
    [LoggerMessage(1, LogLevel.Information, "{Folder}: journal of {Device}, epoch {Epoch}: {Records} facts in {Segments} segments, last position {Last}, opened in {Milliseconds} ms")]
    public static partial void Opened(ILogger logger, string folder, string device, string epoch, long records, int segments, long last, long milliseconds);

    [LoggerMessage(2, LogLevel.Warning, "{Folder}: {Segment}: {Bytes} bytes from byte {Offset} on are torn (doubtful: {Doubtful}) and cut off, kept as setaside/{Kept}")]
    public static partial void Torn(ILogger logger, string folder, string segment, long offset, long bytes, bool doubtful, string kept);

    [LoggerMessage(3, LogLevel.Warning, "{Folder}: the torn tail of {Segment} could not be set aside and stays where it is")]
    public static partial void TearStays(ILogger logger, string folder, string segment, Exception error);

    [LoggerMessage(4, LogLevel.Error, "{Folder}: {Segment}: {Bytes} bytes, nothing readable, kept as setaside/{Kept}")]
    public static partial void Unreadable(ILogger logger, string folder, string segment, long bytes, string kept);

    [LoggerMessage(5, LogLevel.Error, "{Folder}: positions {From} to {To} are lost: {Bytes} bytes at byte {Offset} of '{Segment}'")]
    public static partial void Lost(ILogger logger, string folder, long from, long to, long bytes, long offset, string segment);

    [LoggerMessage(6, LogLevel.Warning, "{Folder}: a new epoch {Epoch} begins: {Reason}")]
    public static partial void NewEpoch(ILogger logger, string folder, string epoch, string reason);

    [LoggerMessage(7, LogLevel.Error, "{Folder}: writing to {Segment} failed; its unacknowledged facts go to a new segment")]
    public static partial void WriteFailed(ILogger logger, string folder, string segment, Exception error);

    [LoggerMessage(8, LogLevel.Critical, "{Folder}: writing failed in a new segment too; nothing more is stored")]
    public static partial void Failed(ILogger logger, string folder, Exception error);

    [LoggerMessage(9, LogLevel.Warning, "{Folder}: the disk is full: the reserve of {Bytes} bytes is given up")]
    public static partial void ReserveReleased(ILogger logger, string folder, long bytes);

    [LoggerMessage(10, LogLevel.Warning, "{Folder}: no reserve of {Bytes} bytes can be held")]
    public static partial void NoReserve(ILogger logger, string folder, long bytes, Exception error);

    [LoggerMessage(11, LogLevel.Warning, "{Folder}: {Segment} could not be sealed")]
    public static partial void NotSealed(ILogger logger, string folder, string segment, Exception error);

    [LoggerMessage(12, LogLevel.Warning, "{Folder}: {Segment}: {Bytes} bytes from byte {Offset} on are unreadable and were passed over")]
    public static partial void PassedOver(ILogger logger, string folder, string segment, long offset, long bytes);

    [LoggerMessage(13, LogLevel.Warning, "{Folder}: old segment {Segment}, replaced by a newer one, could not be deleted")]
    public static partial void NotDeleted(ILogger logger, string folder, string segment, Exception error);

    [LoggerMessage(14, LogLevel.Information, "{Folder}: {Before} segments were rewritten to {After}: {Dropped} facts dropped, {Bytes} bytes given back")]
    public static partial void Compacted(ILogger logger, string folder, int before, int after, long dropped, long bytes);
}
