using System.Runtime.InteropServices;

namespace Device.Hardware.Panels.Kernel;

/// <summary>The kernel's error numbers that mean something to a display driver.</summary>
internal static class Errno
{
    internal const int Interrupted = 4;
    internal const int InvalidArgument = 22;
    internal const int NotTypewriter = 25;
    internal const int NotImplemented = 38;
    internal const int TimedOut = 110;

    /// <summary>Whether an answer says that the request's number is not known.</summary>
    internal static bool IsUnknownRequest(int answer) => answer is -InvalidArgument or -NotTypewriter or -NotImplemented;

    /// <summary>An answer in words.</summary>
    internal static string Describe(int answer) => $"{Marshal.GetPInvokeErrorMessage(-answer)} (errno {-answer})";
}
