using System.Globalization;
using Device.Hardware.Pen;

namespace Device.Hardware.Tests;

public sealed class UrgentThreadTests
{
    [Fact]
    public void A_raised_thread_goes_before_others_and_what_it_starts_does_not()
    {
        var (isRaised, own, child) = (false, 0, 0);
        Run(() =>
        {
            isRaised = UrgentThread.TryRaise();
            own = Nice();
            Run(() => child = Nice());
        });
        Assert.SkipUnless(isRaised, "this user may not raise a thread (RLIMIT_NICE)");
        Assert.Equal(-10, own);
        Assert.InRange(child, 0, 19);
    }

    private static void Run(ThreadStart body)
    {
        var thread = new Thread(body);
        thread.Start();
        thread.Join();
    }

    /// <summary>The nice value of the calling thread: field 19 of its stat file, counted from behind the name in brackets (proc(5)).</summary>
    private static int Nice()
    {
        var stat = File.ReadAllText("/proc/thread-self/stat");
        return int.Parse(stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[16], CultureInfo.InvariantCulture);
    }
}
