using CsCheck;
using Device.Core.Notebook;

namespace Device.Core.Tests.Notebook;

public sealed class HlcTests
{
    private const long Today = 1_790_000_000_000;

    [Fact]
    public void Readings_grow_whatever_the_wall_clock_does() => Gen.Long.Array[1, 50].Sample(
        walls =>
        {
            var clock = new Hlc(0);
            foreach (var wall in walls.Select(w => w % (Hlc.MaxValue.UnixMilliseconds - 100)))
            {
                var next = clock.Next(wall);
                Assert.True(next > clock);
                Assert.True(next.UnixMilliseconds >= wall);
                clock = next;
            }
        },
        iter: 2000);

    [Fact]
    public void A_reading_is_the_wall_clock_where_that_is_ahead()
    {
        var reading = new Hlc(0).Next(Today);
        Assert.Equal(Today, reading.UnixMilliseconds);
        Assert.Equal(0, reading.Counter);
    }

    [Fact]
    public void Readings_of_one_millisecond_count_up()
    {
        var first = new Hlc(0).Next(Today);
        var second = first.Next(Today);
        Assert.Equal((Today, 1), (second.UnixMilliseconds, (int)second.Counter));
    }

    [Fact]
    public void A_clock_that_jumps_back_keeps_the_later_time()
    {
        var before = new Hlc(0).Next(Today);
        var after = before.Next(Today - 86_400_000);
        Assert.True(after > before);
        Assert.Equal(Today, after.UnixMilliseconds);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(long.MinValue)]
    public void A_machine_without_a_clock_still_counts(long wall)
    {
        var first = new Hlc(0).Next(wall);
        var second = first.Next(wall);
        Assert.Equal(0, second.UnixMilliseconds);
        Assert.True(second > first);
        Assert.True(first > default(Hlc));
    }

    [Fact]
    public void A_counter_that_runs_over_borrows_the_next_millisecond()
    {
        var full = new Hlc(((ulong)Today << 16) | ushort.MaxValue);
        Assert.Equal(Today + 1, full.Next(Today).UnixMilliseconds);
    }

    [Fact]
    public void The_last_reading_is_a_date_and_has_no_next()
    {
        Assert.Equal(6429, DateTimeOffset.FromUnixTimeMilliseconds(Hlc.MaxValue.UnixMilliseconds).Year);
        Assert.True(new Hlc(0).Next(long.MaxValue) < Hlc.MaxValue);
        Assert.Throws<OverflowException>(() => Hlc.MaxValue.Next(Today));
    }

    [Fact]
    public void Readings_sort_by_time_then_counter()
    {
        var early = new Hlc(((ulong)Today << 16) | 7);
        var late = new Hlc((ulong)(Today + 1) << 16);
        Assert.True(early < late && late > early && early <= late && late >= early);
        Assert.Equal([early, late], new[] { late, early }.Order());
    }
}
