namespace Device.Hardware.Panels.Kernel;

/// <summary>An open device file of the kernel: the few calls a display driver makes. One caller at a time, except for blocking calls.</summary>
internal interface IKernelDevice : IDisposable
{
    /// <summary>The device file.</summary>
    string Path { get; }

    /// <summary>ioctl with a structure, which the kernel may write to.</summary>
    /// <param name="request">The request's number.</param>
    /// <param name="argument">The structure, at least as long as the kernel takes it to be.</param>
    /// <returns>The kernel's answer; the negative errno when it refused.</returns>
    int Control(uint request, Span<byte> argument);

    /// <summary>ioctl with a number or nothing.</summary>
    /// <param name="request">The request's number.</param>
    /// <param name="value">The number.</param>
    /// <returns>The kernel's answer; the negative errno when it refused.</returns>
    int Control(uint request, nint value);

    /// <summary>Maps the device's memory from its start, shared, for reading and writing. It is unmapped with the device.</summary>
    /// <param name="length">Bytes, above 0.</param>
    /// <returns>The memory.</returns>
    /// <exception cref="IOException">The kernel refused.</exception>
    Memory<byte> Map(int length);

    /// <summary>Maps memory of the device from an offset on, by which drivers of graphics name a buffer.</summary>
    /// <param name="length">Bytes, above 0.</param>
    /// <param name="offset">Where it begins, in whole pages.</param>
    /// <returns>The memory.</returns>
    /// <exception cref="IOException">The kernel refused.</exception>
    Memory<byte> Map(int length, long offset) =>
        offset == 0 ? Map(length) : throw new IOException($"{Path}: memory at {offset} of it cannot be mapped");
}
