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

    private const int Other = 0;

    // From sched.h.
    private const int ResetOnFork = 0x4000_0000;

    /// <summary>
    /// Raises the calling thread, where this user may (RLIMIT_NICE: <c>LimitNICE=</c> of the service's unit). Threads that it
    /// starts are not raised: a pool thread that it wakes up might be one.
    /// </summary>
    /// <returns>Whether it was raised.</returns>
    public static bool TryRaise()
    {
        var priority = 0;
        return SetScheduler(ThisThread, Other | ResetOnFork, ref priority) == 0 && SetPriority(0, ThisThread, Nice) == 0;
    }

    [LibraryImport("libc", EntryPoint = "setpriority", SetLastError = true)]
    private static partial int SetPriority(int which, int who, int priority);

    [LibraryImport("libc", EntryPoint = "sched_setscheduler", SetLastError = true)]
    private static partial int SetScheduler(int who, int policy, ref int priority);
}
