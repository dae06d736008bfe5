using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Device.Hardware.Panels.Kernel;

/// <summary>The C library's calls that a display needs.</summary>
internal static partial class LinuxNative
{
    /// <summary>PROT_READ | PROT_WRITE.</summary>
    internal const int ReadWrite = 3;

    /// <summary>MAP_SHARED.</summary>
    internal const int Shared = 1;

    [LibraryImport("libc", EntryPoint = "ioctl", SetLastError = true)]
    internal static partial int IoctlBytes(SafeFileHandle file, nuint request, ref byte argument);

    [LibraryImport("libc", EntryPoint = "ioctl", SetLastError = true)]
    internal static partial int IoctlValue(SafeFileHandle file, nuint request, nint value);

    [LibraryImport("libc", EntryPoint = "mmap", SetLastError = true)]
    internal static partial nint Map(nint address, nuint length, int protection, int flags, SafeFileHandle file, nint offset);

    [LibraryImport("libc", EntryPoint = "munmap", SetLastError = true)]
    internal static partial int Unmap(nint address, nuint length);
}
