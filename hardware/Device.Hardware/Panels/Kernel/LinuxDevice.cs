using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Device.Hardware.Panels.Kernel;

/// <summary>A device file behind the C library.</summary>
internal sealed class LinuxDevice : IKernelDevice
{
    private readonly SafeFileHandle _file;
    private readonly List<MappedMemory> _maps = [];

    private LinuxDevice(string path, SafeFileHandle file) => (Path, _file) = (path, file);

    public string Path { get; }

    /// <summary>Opens a device file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="access">What for.</param>
    /// <exception cref="IOException">It is not there.</exception>
    /// <exception cref="UnauthorizedAccessException">This user may not open it: see the udev rules in firmware/image.</exception>
    /// <exception cref="PlatformNotSupportedException">Not Linux.</exception>
    internal static LinuxDevice Open(string path, FileAccess access = FileAccess.ReadWrite) => OperatingSystem.IsLinux()
        ? new LinuxDevice(path, File.OpenHandle(path, FileMode.Open, access, FileShare.ReadWrite))
        : throw new PlatformNotSupportedException($"{path}: device files of displays are Linux'");

    public int Control(uint request, Span<byte> argument)
    {
        while (true)
        {
            var answer = LinuxNative.IoctlBytes(_file, request, ref MemoryMarshal.GetReference(argument));
            if (answer >= 0 || Marshal.GetLastPInvokeError() != Errno.Interrupted)
            {
                return answer >= 0 ? answer : -Marshal.GetLastPInvokeError();
            }
        }
    }

    public int Control(uint request, nint value)
    {
        while (true)
        {
            var answer = LinuxNative.IoctlValue(_file, request, value);
            if (answer >= 0 || Marshal.GetLastPInvokeError() != Errno.Interrupted)
            {
                return answer >= 0 ? answer : -Marshal.GetLastPInvokeError();
            }
        }
    }

    public Memory<byte> Map(int length) => Map(length, 0);

    public Memory<byte> Map(int length, long offset)
    {
        var start = LinuxNative.Map(0, (nuint)length, LinuxNative.ReadWrite, LinuxNative.Shared, _file, (nint)offset);
        if (start == -1)
        {
            throw new IOException($"{Path}: {length} bytes of it cannot be mapped: {Errno.Describe(-Marshal.GetLastPInvokeError())}");
        }

        var map = new MappedMemory(start, length);
        _maps.Add(map);
        return map.Memory;
    }

    public void Dispose()
    {
        _maps.ForEach(m => ((IDisposable)m).Dispose());
        _maps.Clear();
        _file.Dispose();
    }
}
