using Microsoft.Extensions.Logging;

namespace Device.Hardware.Audio;

internal static partial class MicrophoneLog
{
    [LoggerMessage(1, LogLevel.Information, "microphone {Device}: {Rate} Hz, {Channels} channels, period {Period}, buffer {Buffer} frames")]
    internal static partial void Opened(ILogger logger, string device, int rate, int channels, int period, int buffer);

    [LoggerMessage(2, LogLevel.Warning, "microphone {Device}: the buffer ran over, {Overruns} times so far; {Lost} samples are missing there")]
    internal static partial void Overrun(ILogger logger, string device, long overruns, long lost);

    [LoggerMessage(3, LogLevel.Warning, "microphone {Device}: gone ({Reason}); trying to open it again")]
    internal static partial void Gone(ILogger logger, string device, string reason);

    [LoggerMessage(4, LogLevel.Debug, "microphone {Device}: not back yet, next try in {Delay} ms: {Reason}")]
    internal static partial void NotBack(ILogger logger, string device, long delay, string reason);

    [LoggerMessage(5, LogLevel.Information, "microphone {Device}: suspended and awake again; {Lost} samples are missing there")]
    internal static partial void Awake(ILogger logger, string device, long lost);

    [LoggerMessage(6, LogLevel.Information, "microphone: muted by its switch: {IsMuted}")]
    internal static partial void Muted(ILogger logger, bool isMuted);

    [LoggerMessage(7, LogLevel.Warning, "microphone: not to be opened; trying again")]
    internal static partial void OpenFailed(ILogger logger, Exception reason);
}
