using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Device.Hardware.Pen;

/// <summary>The C library's calls that an input device needs, and the request numbers of linux/input.h.</summary>
internal static partial class EvdevNative
{
    public const int PollIn = 1;
    public const int ErrorInterrupted = 4;
    public const int ErrorAgain = 11;

    public const uint Grab = 0x40044590;
    public const uint SetClockId = 0x400445A0;
    public const int ClockMonotonic = 1;

    private const uint ReadDirection = 2u << 30;
    private const uint EvdevType = 'E' << 8;

    /// <summary>EVIOCGABS: range and value of an axis.</summary>
    public static uint GetAbs(ushort axis) => ReadDirection | ((uint)Marshal.SizeOf<AbsInfo>() << 16) | EvdevType | (0x40u + axis);

    /// <summary>EVIOCGKEY: one bit per key that is down.</summary>
    public static uint GetKeys(int bytes) => ReadDirection | ((uint)bytes << 16) | EvdevType | 0x18;

    /// <summary>EVIOCGSW: one bit per switch that is on.</summary>
    public static uint GetSwitches(int bytes) => ReadDirection | ((uint)bytes << 16) | EvdevType | 0x1B;

    /// <summary>EVIOCGMTSLOTS: an axis' value in every slot, after the axis' code.</summary>
    public static uint GetSlots(int bytes) => ReadDirection | ((uint)bytes << 16) | EvdevType | 0x0A;

    /// <summary>EVIOCGBIT: one bit per code of a type that the device has; type 0 asks for the types.</summary>
    public static uint GetBits(ushort type, int bytes) => ReadDirection | ((uint)bytes << 16) | EvdevType | (0x20u + type);

    [LibraryImport("libc", EntryPoint = "ioctl", SetLastError = true)]
    public static partial int IoctlAbs(SafeHandle file, nuint request, out AbsInfo value);

    [LibraryImport("libc", EntryPoint = "ioctl", SetLastError = true)]
    public static partial int IoctlWords(SafeHandle file, nuint request, ref int words);

    [LibraryImport("libc", EntryPoint = "ioctl", SetLastError = true)]
    public static partial int IoctlBits(SafeHandle file, nuint request, ref byte bits);

    [LibraryImport("libc", EntryPoint = "ioctl", SetLastError = true)]
    public static partial int IoctlNumber(SafeHandle file, nuint request, nint value);

    [LibraryImport("libc", EntryPoint = "ioctl", SetLastError = true)]
    public static partial int IoctlPointer(SafeHandle file, nuint request, in int value);

    [LibraryImport("libc", EntryPoint = "read", SetLastError = true)]
    public static partial nint Read(SafeHandle file, ref byte buffer, nint count);

    [LibraryImport("libc", EntryPoint = "write", SetLastError = true)]
    public static partial nint Write(SafeHandle file, in ulong value, nint count);

    [LibraryImport("libc", EntryPoint = "poll", SetLastError = true)]
    public static partial int Poll(ref PollEntry entries, nuint count, int timeoutMilliseconds);

    [LibraryImport("libc", EntryPoint = "eventfd", SetLastError = true)]
    public static partial SafeFileHandle EventFd(uint initial, int flags);

    /// <summary>struct input_absinfo.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct AbsInfo
    {
        public int Value;
        public int Minimum;
        public int Maximum;
        public int Fuzz;
        public int Flat;
        public int Resolution;
    }

    /// <summary>struct pollfd.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct PollEntry
    {
        public int File;
        public short Events;
        public short Returned;
    }
}
