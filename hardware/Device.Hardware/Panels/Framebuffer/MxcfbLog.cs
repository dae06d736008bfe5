using Microsoft.Extensions.Logging;

namespace Device.Hardware.Panels.Framebuffer;

internal static partial class MxcfbLog
{
    [LoggerMessage(1, LogLevel.Information, "{Device} ({Id}): updates of {Layout}, waits by 0x{Wait:X8}")]
    internal static partial void Started(ILogger logger, string device, string id, MxcfbLayout layout, uint wait);

    [LoggerMessage(2, LogLevel.Warning, "{Device}: the kernel did not see update {Marker} end; taken as done ({Count} so far)")]
    internal static partial void TimedOut(ILogger logger, string device, uint marker, long count);

    [LoggerMessage(3, LogLevel.Warning, "{Device}: the kernel knows no way to wait for an update; the usual times are used")]
    internal static partial void CannotWait(ILogger logger, string device);
}
