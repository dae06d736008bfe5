using System.Buffers;

namespace Device.Hardware.Panels.Kernel;

/// <summary>Memory that the kernel mapped. After disposal it is empty; a span taken before must no longer be used.</summary>
internal sealed unsafe class MappedMemory(nint start, int length) : MemoryManager<byte>
{
    private nint _start = start;

    public override Span<byte> GetSpan() => _start == 0 ? [] : new Span<byte>((void*)_start, length);

    public override MemoryHandle Pin(int elementIndex = 0) => new((byte*)_start + elementIndex);

    public override void Unpin()
    {
    }

    protected override void Dispose(bool disposing)
    {
        if (_start != 0)
        {
            _ = LinuxNative.Unmap(_start, (nuint)length);
            _start = 0;
        }
    }
}
