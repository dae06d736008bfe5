using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Device.Lab.Input;

/// <summary>The C library's calls with which the lab makes devices. The drivers under test have their own.</summary>
internal static partial class InputNative
{
    [LibraryImport("libc", EntryPoint = "ioctl", SetLastError = true)]
    public static partial int Ioctl(SafeFileHandle file, nuint request, nint value);

    [LibraryImport("libc", EntryPoint = "ioctl", SetLastError = true)]
    public static partial int Ioctl(SafeFileHandle file, nuint request, ref byte value);

    [LibraryImport("libc", EntryPoint = "write", SetLastError = true)]
    public static partial nint Write(SafeFileHandle file, in byte bytes, nint count);

    [LibraryImport("libc", EntryPoint = "read", SetLastError = true)]
    public static partial nint Read(SafeFileHandle file, ref byte bytes, nint count);

    /// <summary>Opens a device file for both ways.</summary>
    /// <exception cref="LabSkipException">This kernel has none.</exception>
    public static SafeFileHandle Open(string path) => File.Exists(path)
        ? File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite)
        : throw new LabSkipException($"this kernel has no {path}");

    /// <summary>Refuses an answer below 0.</summary>
    public static void Check(string what, nint answer)
    {
        if (answer < 0)
        {
            throw new LabException($"{what}: {Marshal.GetLastPInvokeErrorMessage()} (errno {Marshal.GetLastPInvokeError()})");
        }
    }
}
