namespace Device.Hardware.Audio;

/// <summary>The error numbers, negated, that mean something to sound.</summary>
internal static class PcmErrors
{
    /// <summary>EINTR: a signal came.</summary>
    public const int Interrupted = -4;

    /// <summary>EAGAIN: nothing there yet.</summary>
    public const int Again = -11;

    /// <summary>EINVAL: not with this device.</summary>
    public const int Invalid = -22;

    /// <summary>EPIPE: the buffer ran over, or empty.</summary>
    public const int Xrun = -32;

    /// <summary>ESTRPIPE: the hardware is suspended.</summary>
    public const int Suspended = -86;

    /// <summary>ENODEV: the device is gone.</summary>
    public const int Gone = -19;
}
