using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Device.Lab.Input;

/// <summary>The C library's calls with which the lab makes devices. The drivers under test have their own.</summary>
internal static partial class InputNative
{
    private const ulong PollIn = 1;

    [LibraryImport("libc", EntryPoint = "ioctl", SetLastError = true)]
    public static partial int Ioctl(SafeFileHandle file, nuint request, nint value);

    [LibraryImport("libc", EntryPoint = "ioctl", SetLastError = true)]
    public static partial int Ioctl(SafeFileHandle file, nuint request, ref byte value);

    [LibraryImport("libc", EntryPoint = "write", SetLastError = true)]
    public static partial nint Write(SafeFileHandle file, in byte bytes, nint count);

    [LibraryImport("libc", EntryPoint = "read", SetLastError = true)]
    public static partial nint Read(SafeFileHandle file, ref byte bytes, nint count);

    /// <summary>Whether a file has something to read, now or within some milliseconds.</summary>
    public static bool IsReadable(SafeFileHandle file, int milliseconds)
    {
        // struct pollfd: the file's number, POLLIN, what came.
        var entry = ((ulong)PollIn << 32) | (uint)(int)file.DangerousGetHandle();
        return Poll(ref entry, 1, milliseconds) > 0 && ((entry >> 48) & PollIn) != 0;
    }

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

    [LibraryImport("libc", EntryPoint = "poll", SetLastError = true)]
    private static partial int Poll(ref ulong entry, nuint count, int timeoutMilliseconds);
}
