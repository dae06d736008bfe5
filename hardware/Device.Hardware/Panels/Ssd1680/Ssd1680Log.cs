using Microsoft.Extensions.Logging;

namespace Device.Hardware.Panels.Ssd1680;

internal static partial class Ssd1680Log
{
    [LoggerMessage(1, LogLevel.Warning, "SSD1680: reset {Number} in a row: {Reason}")]
    internal static partial void Recovering(ILogger logger, int number, string reason);
}
