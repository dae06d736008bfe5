using Microsoft.Extensions.Logging;

namespace Device.Storage;

internal static partial class ViewLog
{
    [LoggerMessage(1, LogLevel.Warning, "{Folder}: the view is made anew: {Reason}")]
    public static partial void Rebuilding(ILogger logger, string folder, string reason, Exception? error);

    [LoggerMessage(2, LogLevel.Information, "{Folder}: the view was made anew: {Records} facts in {Milliseconds} ms")]
    public static partial void Rebuilt(ILogger logger, string folder, long records, long milliseconds);

    [LoggerMessage(3, LogLevel.Warning, "{Folder}: the view could not be closed in order and will be made anew")]
    public static partial void NotClosed(ILogger logger, string folder, Exception error);
}
