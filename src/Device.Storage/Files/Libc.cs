using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Device.Storage;

/// <summary>
/// The system calls whose failure .NET hides or cannot make: 64-bit Linux (glibc or musl), where <c>off_t</c> is a long.
/// The flags used have one value on x64 and arm64; O_DIRECTORY does not and is left out.
/// </summary>
internal static partial class Libc
{
    public const int ReadOnly = 0;
    public const int ReadWrite = 2;
    public const int Create = 0x40;
    public const int Exclusive = 0x80;
    public const int CloseOnExec = 0x80000;
    public const int GetLock = 36;
    public const int SetLock = 37;
    public const short WriteLock = 1;
    public const short NoLock = 2;
    public const int OwnerOnly = 0x180;
    public const int OwnerOnlyFolder = 0x1C0;

    public const int NoSuchFile = 2;
    public const int Interrupted = 4;
    public const int WouldBlock = 11;
    public const int Denied = 13;
    public const int Exists = 17;
    public const int NoSpace = 28;
    public const int QuotaExceeded = 122;

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int Open(string path, int flags, int mode);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    public static partial int Fsync(SafeFileHandle file);

    [LibraryImport("libc", EntryPoint = "fdatasync", SetLastError = true)]
    public static partial int Fdatasync(SafeFileHandle file);

    [LibraryImport("libc", EntryPoint = "ftruncate", SetLastError = true)]
    public static partial int Ftruncate(SafeFileHandle file, long length);

    [LibraryImport("libc", EntryPoint = "posix_fallocate")]
    public static partial int Fallocate(SafeFileHandle file, long offset, long length);

    [LibraryImport("libc", EntryPoint = "fcntl", SetLastError = true)]
    public static partial int Fcntl(SafeFileHandle file, int command, ref FileLock what);

    [LibraryImport("libc", EntryPoint = "rename", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int Rename(string from, string to);

    [LibraryImport("libc", EntryPoint = "mkdir", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int Mkdir(string path, int mode);

    [LibraryImport("libc", EntryPoint = "unlink", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int Unlink(string path);

    [LibraryImport("libc", EntryPoint = "pwrite", SetLastError = true)]
    public static unsafe partial nint Pwrite(SafeFileHandle file, byte* bytes, nuint count, long offset);

    [LibraryImport("libc", EntryPoint = "pread", SetLastError = true)]
    public static unsafe partial nint Pread(SafeFileHandle file, byte* bytes, nuint count, long offset);

    /// <summary><c>struct flock</c>; with the commands above the lock belongs to the open file, and asking does not take it.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct FileLock
    {
        public short Type;
        public short Whence;
        public long Start;
        public long Length;
        public int Process;
    }

    /// <summary>The error of a call, with the number as HResult. The number must have been read before anything else was called.</summary>
    public static IOException Error(string call, string path, int errno) =>
        new($"{call} of '{path}' failed: {Marshal.GetPInvokeErrorMessage(errno)} (errno {errno})", errno);

    public static bool IsDiskFull(IOException error) => error.HResult is NoSpace or QuotaExceeded;

    public static bool IsMissing(IOException error) => error.HResult == NoSuchFile;
}
