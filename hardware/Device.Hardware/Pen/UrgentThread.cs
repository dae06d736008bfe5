using System.Runtime.InteropServices;

namespace Device.Hardware.Pen;

/// <summary>
/// Lets the calling thread go before others. .NET's own priorities do nothing on Linux, where a thread has a nice value of its
/// own (setpriority(2), "C library/kernel differences").
/// </summary>
public static partial class UrgentThread
{
    private const int Nice = -10;

    private const int ThisThread = 0;

    /// <summary>Raises the calling thread, where this user may (RLIMIT_NICE: <c>LimitNICE=</c> of the service's unit).</summary>
    /// <returns>Whether it was raised.</returns>
    public static bool TryRaise() => SetPriority(0, ThisThread, Nice) == 0;

    [LibraryImport("libc", EntryPoint = "setpriority", SetLastError = true)]
    private static partial int SetPriority(int which, int who, int priority);
}
