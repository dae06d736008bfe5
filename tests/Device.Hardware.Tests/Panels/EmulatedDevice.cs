using Device.Hardware.Panels.Kernel;
using Device.Hardware.Simulated.Panels.Drm;
using Device.Hardware.Simulated.Panels.Framebuffer;

namespace Device.Hardware.Tests.Panels;

/// <summary>An emulated kernel where the driver expects a device file, and blocking calls on the test's own thread.</summary>
internal sealed class EmulatedDevice(EmulatedDevice.StructureCall structure, Func<uint, nint, int> number, Memory<byte> memory) : IKernelDevice, IBlockingCalls
{
    public EmulatedDevice(FbdevKernel kernel)
        : this(kernel.Ioctl, kernel.Ioctl, kernel.Memory)
    {
    }

    public EmulatedDevice(MxcfbKernel kernel)
        : this(kernel.Ioctl, kernel.Screen.Ioctl, kernel.Screen.Memory)
    {
    }

    public EmulatedDevice(DrmKernel kernel)
        : this(kernel.Ioctl, kernel.Ioctl, default) => Buffers = kernel.Map;

    public delegate int StructureCall(uint request, Span<byte> argument);

    public string Path => "/dev/emulated";

    private Func<int, long, Memory<byte>>? Buffers { get; }

    public bool IsDisposed { get; private set; }

    public int Control(uint request, Span<byte> argument) => structure(request, argument);

    public int Control(uint request, nint value) => number(request, value);

    public Memory<byte> Map(int length) => length <= memory.Length
        ? memory[..length]
        : throw new IOException($"{Path}: {length} bytes of it cannot be mapped");

    public Memory<byte> Map(int length, long offset) => Buffers?.Invoke(length, offset) ?? Map(length);

    public Task<int> RunAsync(Func<int> call) => Task.FromResult(call());

    public void Dispose() => IsDisposed = true;
}
