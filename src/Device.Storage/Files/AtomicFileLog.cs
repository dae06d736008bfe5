using Microsoft.Extensions.Logging;

namespace Device.Storage;

internal static partial class AtomicFileLog
{
    [LoggerMessage(1, LogLevel.Warning, "{Folder}: '{File}' was damaged and is set aside as setaside/{Kept}")]
    public static partial void Damaged(ILogger logger, string folder, string file, string kept);
}
