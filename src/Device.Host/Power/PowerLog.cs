using Device.Core.Power;

namespace Device.Host.Power;

internal static partial class PowerLog
{
    [LoggerMessage(Level = LogLevel.Information, Message = "power: {From} to {To} by {Input}")]
    internal static partial void Moved(ILogger logger, PowerState from, PowerState to, PowerInput input);

    [LoggerMessage(Level = LogLevel.Warning, Message = "power: {Effect} failed")]
    internal static partial void EffectFailed(ILogger logger, PowerEffect effect, Exception e);

    [LoggerMessage(Level = LogLevel.Warning, Message = "power: the battery cannot be read")]
    internal static partial void BatteryFailed(ILogger logger, Exception e);

    [LoggerMessage(Level = LogLevel.Warning, Message = "power: the machine could not be put to sleep")]
    internal static partial void SuspendFailed(ILogger logger, Exception e);

    [LoggerMessage(Level = LogLevel.Warning, Message = "power: a source of keys and events failed; the machine goes on without it")]
    internal static partial void EventsFailed(ILogger logger, Exception e);
}
