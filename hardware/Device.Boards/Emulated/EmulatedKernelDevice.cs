using Device.Hardware.Panels.Kernel;

namespace Device.Boards.Emulated;

/// <summary>An emulated kernel where a driver expects a device file.</summary>
internal sealed class EmulatedKernelDevice(string path, EmulatedKernelDevice.StructureCall structure, Func<uint, nint, int> number, Memory<byte> memory) : IKernelDevice
{
    internal delegate int StructureCall(uint request, Span<byte> argument);

    public string Path => path;

    /// <summary>Maps buffers by their offset, as drivers of graphics do; null where there is only the memory.</summary>
    internal Func<int, long, Memory<byte>>? Buffers { get; init; }

    public int Control(uint request, Span<byte> argument) => structure(request, argument);

    public int Control(uint request, nint value) => number(request, value);

    public Memory<byte> Map(int length) => length <= memory.Length
        ? memory[..length]
        : throw new IOException($"{path}: {length} bytes of it cannot be mapped");

    public Memory<byte> Map(int length, long offset) => Buffers?.Invoke(length, offset) ?? Map(length);

    public void Dispose()
    {
    }
}
