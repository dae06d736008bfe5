using CsCheck;
using Device.Coprocessor;

namespace Device.Firmware.Tests.Coprocessor;

public sealed class HostWatchdogTests
{
    private static readonly CoprocessorSettings Settings = new();

    [Fact]
    public void It_never_acts_before_the_processor_asked_for_it()
    {
        var watchdog = new HostWatchdog(Settings);
        Assert.DoesNotContain(true, Enumerable.Range(0, 10_000).Select(i => watchdog.IsDue(i * 1000L)));
    }

    [Fact]
    public void A_processor_that_keeps_beating_is_never_reset()
    {
        Gen.Select(Gen.UInt[HostWatchdog.ShortestTimeout, 20_000], Gen.Double[0, 0.99].Array[1, 100]).Sample((timeout, gaps) =>
        {
            var watchdog = new HostWatchdog(Settings);
            watchdog.Configure(timeout, 0);
            var now = 0L;
            foreach (var gap in gaps)
            {
                now += (long)(gap * timeout);
                if (watchdog.IsDue(now))
                {
                    return false;
                }

                watchdog.Beat(now);
            }

            return true;
        });
    }

    [Fact]
    public void A_silent_processor_is_reset_once_and_then_has_time_to_boot()
    {
        var watchdog = new HostWatchdog(Settings);
        watchdog.Configure(5000, 0);
        Assert.False(watchdog.IsDue(4999));
        Assert.True(watchdog.IsDue(5000));
        Assert.False(watchdog.IsDue(5001));
        Assert.False(watchdog.IsDue(5000 + Settings.BootGrace - 1));
        Assert.True(watchdog.IsDue(5000 + Settings.BootGrace));
    }

    [Fact]
    public void A_processor_that_never_comes_back_is_left_alone_after_three_resets()
    {
        var watchdog = new HostWatchdog(Settings);
        watchdog.Configure(5000, 0);
        Assert.Equal(Settings.MaxResets, Enumerable.Range(0, 10_000).Count(i => watchdog.IsDue(i * 1000L)));
        Assert.False(watchdog.IsArmed);
    }

    [Fact]
    public void One_beat_after_a_reset_gives_all_resets_back()
    {
        var watchdog = new HostWatchdog(Settings);
        watchdog.Configure(5000, 0);
        var now = 0L;
        for (var i = 0; i < 10; i++)
        {
            now += Settings.BootGrace;
            Assert.True(watchdog.IsDue(now));
            watchdog.Beat(now + 10);
        }
    }

    [Theory]
    [InlineData(1u)]
    [InlineData(999u)]
    [InlineData(600_001u)]
    [InlineData(uint.MaxValue)]
    public void A_timeout_out_of_range_is_refused_and_changes_nothing(uint timeout)
    {
        var watchdog = new HostWatchdog(Settings);
        watchdog.Configure(2000, 0);
        Assert.False(watchdog.Configure(timeout, 0));
        Assert.True(watchdog.IsDue(2000));
        Assert.True(watchdog.Configure(0, 2000));
        Assert.False(watchdog.IsArmed);
    }
}
