using Microsoft.Extensions.Logging;

namespace Device.Hardware.Coprocessor;

internal static partial class CoprocessorLog
{
    [LoggerMessage(Level = LogLevel.Warning, Message = "the co-processor does not answer; trying again in {Pause}")]
    internal static partial void Lost(ILogger logger, TimeSpan pause, Exception e);

    [LoggerMessage(Level = LogLevel.Warning, Message = "the co-processor lost {Count} events before they were taken")]
    internal static partial void EventsLost(ILogger logger, int count);
}
