using CsCheck;
using Device.Screen.Latency;

namespace Device.Screen.Tests;

public sealed class LatencyTests
{
    [Fact]
    public void Every_time_lies_in_a_bucket_that_is_at_most_a_sixteenth_too_long() =>
        Gen.Long[0, 1L << 40].Sample(time =>
        {
            var index = LatencyHistogram.IndexOf(time);
            var upper = LatencyHistogram.UpperOf(index);
            Assert.InRange(upper, time, time + (time / 16) + 1);
            Assert.True(index == 0 || LatencyHistogram.UpperOf(index - 1) < time);
        });

    [Fact]
    public void Percentiles_are_those_of_what_was_recorded()
    {
        var histogram = new LatencyHistogram();
        for (var i = 1; i <= 1000; i++)
        {
            histogram.Record(i * 1000);
        }

        var summary = histogram.Summarise();
        Assert.Equal((1000, 1000.0), (summary.Count, summary.Longest));
        Assert.InRange(summary.P50, 500, 532);
        Assert.InRange(summary.P95, 950, 1000);
        Assert.InRange(summary.P99, 990, 1000);
        histogram.Clear();
        Assert.Equal(default, histogram.Summarise());
    }

    [Fact]
    public void Times_below_zero_and_beyond_the_last_bucket_are_counted_all_the_same()
    {
        var histogram = new LatencyHistogram();
        histogram.Record(long.MinValue);
        histogram.Record(long.MaxValue);
        Assert.Equal(2, histogram.Summarise().Count);
    }

    [Fact]
    public async Task Threads_that_record_at_once_lose_nothing()
    {
        var histogram = new LatencyHistogram();
        await Task.WhenAll(Enumerable.Range(0, 4).Select(t => Task.Run(
            () =>
            {
                for (var i = 0; i < 20_000; i++)
                {
                    histogram.Record((i * 7) + t);
                }
            },
            TestContext.Current.CancellationToken)));
        Assert.Equal(80_000, histogram.Summarise().Count);
    }
}
