using Device.Hardware.Panels.Kernel;

namespace Device.Boards.Emulated;

/// <summary>An emulated kernel where a driver expects a device file.</summary>
internal sealed class EmulatedKernelDevice(string path, EmulatedKernelDevice.StructureCall structure, Func<uint, nint, int> number, Memory<byte> memory) : IKernelDevice
{
    internal delegate int StructureCall(uint request, Span<byte> argument);

    public string Path => path;

    public int Control(uint request, Span<byte> argument) => structure(request, argument);

    public int Control(uint request, nint value) => number(request, value);

    public Memory<byte> Map(int length) => length <= memory.Length
        ? memory[..length]
        : throw new IOException($"{path}: {length} bytes of it cannot be mapped");

    public void Dispose()
    {
    }
}
