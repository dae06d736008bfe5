using Microsoft.Extensions.Logging;

namespace Device.Storage;

internal static partial class BlobLog
{
    [LoggerMessage(1, LogLevel.Warning, "{Folder}: unfinished recording {Name} was finished as {Blob} with {Bytes} bytes")]
    public static partial void Recovered(ILogger logger, string folder, string name, string blob, long bytes);

    [LoggerMessage(2, LogLevel.Error, "{Folder}: {Name} is damaged and kept as setaside/{Kept}: {Reason}")]
    public static partial void Damaged(ILogger logger, string folder, string name, string kept, string reason);

    [LoggerMessage(3, LogLevel.Information, "{Folder}: {Blobs} blobs that nothing refers to were deleted, {Bytes} bytes given back")]
    public static partial void Collected(ILogger logger, string folder, int blobs, long bytes);

    [LoggerMessage(4, LogLevel.Warning, "{Folder}: unfinished recording {Name} could not be finished and stays")]
    public static partial void NotRecovered(ILogger logger, string folder, string name, Exception error);
}
