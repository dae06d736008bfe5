namespace Device.Host;

/// <summary>What the start says in the log.</summary>
internal static partial class StartLog
{
    [LoggerMessage(Level = LogLevel.Error, Message = "{Problem}")]
    public static partial void Problem(ILogger logger, string problem);
}
