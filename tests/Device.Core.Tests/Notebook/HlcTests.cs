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

    [Fact]
    public void Clock_at_1970_runs_on_the_floor_and_the_time_is_unknown()
    {
        var floor = new Hlc((ulong)Today << 16);
        var (reading, state) = OriginClock.Next(floor, 0, reference: null);
        Assert.Equal((new Hlc(floor.Value + 1), ClockState.Unknown), (reading, state));

        // Even a machine that never knew the time counts, and one that has heard of it uses that.
        Assert.Equal((new Hlc(1), ClockState.Unknown), OriginClock.Next(default, 0, reference: null));
        Assert.Equal((Today, ClockState.Unknown), (OriginClock.Next(default, 0, Today).Reading.UnixMilliseconds, OriginClock.Judge(0, Today)));
    }

    [Fact]
    public void Clock_a_year_ahead_is_held_where_facts_are_written()
    {
        const long Year = 365L * 86_400_000;
        Assert.Equal((Today, ClockState.Ahead), (OriginClock.Next(default, Today + Year, Today).Reading.UnixMilliseconds, OriginClock.Judge(Today + Year, Today)));
        Assert.Equal(ClockState.Believed, OriginClock.Judge(Today + 86_400_000, Today));
        Assert.Equal(ClockState.Ahead, OriginClock.Judge(Today + 86_400_001, Today));

        // Without anybody to ask a year ahead is believed, and the gateway refuses it; beyond 2100 never is.
        Assert.Equal(ClockState.Believed, OriginClock.Judge(Today + Year, null));
        Assert.True(OriginClock.IsAhead(new Hlc((ulong)(Today + Year) << 16), Today));
        Assert.Equal((new Hlc(8), ClockState.Ahead), OriginClock.Next(new Hlc(7), OriginClock.Latest + 1, null));
    }

    [Fact]
    public void Readers_never_change_a_time_however_far_ahead_it_is()
    {
        var notebook = new Device.Core.Notebook.Notebook();
        var note = new FactId(DeviceId.Parse("a/b"), 1, 1);
        var far = new Hlc((ulong)OriginClock.Latest << 17);
        notebook.Apply(new Fact(note, new Hlc(1), new NoteCreated("now")));
        notebook.Apply(new Fact(note with { Sequence = 2 }, far, new TextSet(note, TextField.NoteTitle, "far")));
        notebook.Apply(new Fact(note with { Sequence = 3 }, new Hlc((ulong)Today << 16), new TextSet(note, TextField.NoteTitle, "today")));
        Assert.Equal("far", notebook.TitleOf(note));
    }

    [Fact]
    public void Readings_at_the_origin_grow_whatever_the_clocks_do() => Gen.Select(Gen.Long, Gen.Long[0, Today * 2], Gen.Bool).Array[1, 50].Sample(steps =>
    {
        var clock = default(Hlc);
        foreach (var (wall, reference, known) in steps)
        {
            var next = OriginClock.Next(clock, wall, known ? reference : null).Reading;
            Assert.True(next > clock);
            Assert.True(next.UnixMilliseconds <= OriginClock.Latest + 1);
            clock = next;
        }
    });
}
