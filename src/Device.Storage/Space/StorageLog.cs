using Microsoft.Extensions.Logging;

namespace Device.Storage;

internal static partial class StorageLog
{
    [LoggerMessage(1, LogLevel.Warning, "{Folder}: storage is now {State}: {Reason}")]
    public static partial void Changed(ILogger logger, string folder, StorageState state, string reason);

    [LoggerMessage(2, LogLevel.Error, "{Folder}: the disk is full: {Facts} facts were not stored and were given back to those who wrote them")]
    public static partial void GivenBack(ILogger logger, string folder, int facts);

    [LoggerMessage(3, LogLevel.Error, "{Folder}: opened on a full disk: everything is readable, nothing is taken in until there is room; {Facts} facts wait to be written again")]
    public static partial void OpenedFull(ILogger logger, string folder, int facts);
}
