namespace Device.Hardware.Audio;

/// <summary>An open sound device, at the boundary to libasound. Answers below 0 are negated error numbers of the kernel. One thread.</summary>
internal interface IPcm : IDisposable
{
    /// <summary>What the device accepted.</summary>
    PcmFormat Format { get; }

    /// <summary>Makes the device ready to start, forgetting what its buffer holds.</summary>
    int Prepare();

    /// <summary>Starts recording.</summary>
    int Start();

    /// <summary>Goes on after the hardware was suspended; EAGAIN means that it is not yet awake.</summary>
    int Resume();

    /// <summary>Stops at once.</summary>
    int Drop();

    /// <summary>Waits for samples, or for room. 1 when there are, 0 when the time is over.</summary>
    int Wait(int timeoutMilliseconds);

    /// <summary>Frames between what was written and what is heard.</summary>
    int Delay(out long frames);

    /// <summary>Reads whole frames (one sample of each channel) that are there.</summary>
    /// <returns>Frames read, maybe fewer than fit.</returns>
    int Read(Span<short> buffer);

    /// <summary>Writes whole frames for which there is room.</summary>
    /// <returns>Frames written, maybe fewer than there are.</returns>
    int Write(ReadOnlySpan<short> buffer);
}
