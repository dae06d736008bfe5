using Microsoft.Extensions.Logging;

namespace Device.Hardware.Panels.It8951;

internal static partial class It8951Log
{
    [LoggerMessage(1, LogLevel.Information, "IT8951: {Width}x{Height}, firmware {Firmware}, waveforms {Lut}")]
    internal static partial void Started(ILogger logger, int width, int height, string firmware, string lut);

    [LoggerMessage(2, LogLevel.Warning, "IT8951: waveform file {Lut} is not known; only INIT, DU and GC16 are used unless the board says more")]
    internal static partial void UnknownLut(ILogger logger, string lut);

    [LoggerMessage(3, LogLevel.Warning, "IT8951: reset {Number} in a row: {Reason}")]
    internal static partial void Recovering(ILogger logger, int number, string reason);

    [LoggerMessage(4, LogLevel.Error, "IT8951: {Resets} resets did not help; commands fail for {Pause} ms: {Reason}")]
    internal static partial void GaveUp(ILogger logger, int resets, int pause, string reason);
}
