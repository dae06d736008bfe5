using CsCheck;
using Device.Hardware.Rtc.Ds3231;
using Device.Hardware.Simulated.I2c;
using Device.Hardware.Simulated.Rtc;
using Microsoft.Extensions.Time.Testing;

namespace Device.Hardware.Tests.Rtc;

public sealed class Ds3231Tests : IDisposable
{
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 5, 4, 3, 2, 1, TimeSpan.Zero));
    private readonly I2cFaults _faults = new();
    private readonly Ds3231Chip _chip;
    private readonly Ds3231 _clock;

    public Ds3231Tests()
    {
        _chip = new Ds3231Chip(_time);
        _clock = new Ds3231(new EmulatedI2c(_chip, Ds3231.DefaultI2cAddress, _faults));
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => _clock.Dispose();

    [Fact]
    public async Task A_clock_that_has_never_been_set_has_no_time_and_one_that_has_been_has()
    {
        Assert.Null(await _clock.ReadAsync(Stop));
        await _clock.SetAsync(_time.GetUtcNow(), Stop);
        _time.Advance(TimeSpan.FromSeconds(59));
        Assert.Equal(_time.GetUtcNow(), await _clock.ReadAsync(Stop));
    }

    [Fact]
    public async Task The_registers_hold_the_time_as_the_data_sheet_says()
    {
        await _clock.SetAsync(new DateTimeOffset(2026, 12, 31, 23, 59, 58, TimeSpan.Zero), Stop);
        _ = await _clock.ReadAsync(Stop);

        // 58 s, 59 min, 23 h, Thursday is the fifth day from Sunday, 31, 12, 26: each digit in four bits.
        Assert.Equal([0x58, 0x59, 0x23, 0x05, 0x31, 0x12, 0x26], _chip.Registers[..7]);
    }

    [Theory]
    [InlineData(0x52, 0)]
    [InlineData(0x72, 12)]
    [InlineData(0x61, 13)]
    [InlineData(0x41, 1)]
    public void Hours_that_another_program_counted_to_twelve_are_read(int register, int hour)
    {
        var chip = new FixedChip([0x00, 0x30, (byte)register, 0x01, 0x15, 0x86, 0x26]);
        using var clock = new Ds3231(new EmulatedI2c(chip, 0x68, new I2cFaults()));
        Assert.Equal(new DateTime(2026, 6, 15, hour, 30, 0), clock.RtcDateTime);
    }

    [Theory]
    [InlineData(25.25)]
    [InlineData(-10.25)]
    [InlineData(0)]
    [InlineData(85)]
    public void Quarters_of_a_degree_are_read_below_zero_too(double celsius)
    {
        _chip.Celsius = celsius;
        Assert.Equal(celsius, _clock.Temperature);
    }

    [Fact]
    public void The_data_sheets_own_temperature_is_read()
    {
        _chip.Celsius = 25.25;
        _ = _clock.Temperature;
        Assert.Equal((0b00011001, 0b01000000), (_chip.Registers[0x11], _chip.Registers[0x12]));
    }

    [Fact]
    public async Task An_alarm_pulls_the_pin_at_its_second_and_not_before()
    {
        await _clock.SetAsync(_time.GetUtcNow(), Stop);
        await _clock.SetAlarmAsync(_time.GetUtcNow().AddHours(1).AddMilliseconds(1), Stop);
        _time.Advance(TimeSpan.FromHours(1));
        Assert.False(_chip.IsInterrupting);
        Assert.False(await _clock.HasAlarmRungAsync(Stop));
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.True(_chip.IsInterrupting);
        Assert.True(await _clock.HasAlarmRungAsync(Stop));
    }

    [Fact]
    public async Task Arming_and_disarming_forget_an_alarm_that_has_rung()
    {
        await _clock.SetAsync(_time.GetUtcNow(), Stop);
        await _clock.SetAlarmAsync(_time.GetUtcNow().AddSeconds(5), Stop);
        _time.Advance(TimeSpan.FromMinutes(1));
        Assert.True(_chip.IsInterrupting);
        await _clock.SetAlarmAsync(null, Stop);
        Assert.False(_chip.IsInterrupting);
        Assert.False(await _clock.HasAlarmRungAsync(Stop));
        _time.Advance(TimeSpan.FromDays(1));
        Assert.False(_chip.IsInterrupting);
    }

    [Fact]
    public async Task An_alarm_in_the_past_rings_at_once_instead_of_next_month()
    {
        await _clock.SetAsync(_time.GetUtcNow(), Stop);
        await _clock.SetAlarmAsync(_time.GetUtcNow().AddDays(-1), Stop);
        _time.Advance(TimeSpan.FromSeconds(3));
        Assert.True(_chip.IsInterrupting);
    }

    [Fact]
    public async Task An_alarm_further_ahead_than_days_of_the_month_can_tell_is_refused()
    {
        await _clock.SetAsync(_time.GetUtcNow(), Stop);
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => _clock.SetAlarmAsync(_time.GetUtcNow().AddDays(28), Stop).AsTask());
    }

    [Fact]
    public void Any_time_of_the_century_comes_back()
    {
        Gen.DateTime[new DateTime(2000, 1, 1), new DateTime(2099, 12, 30)].Sample(time =>
        {
            var whole = new DateTime(time.Ticks / TimeSpan.TicksPerSecond * TimeSpan.TicksPerSecond);
            _clock.RtcDateTime = whole;
            return _clock.RtcDateTime == whole;
        }, threads: 1);
    }

    [Fact]
    public void Whatever_stands_in_the_registers_is_a_time_or_an_error()
    {
        Gen.Byte.Array[7].Sample(registers =>
        {
            using var clock = new Ds3231(new EmulatedI2c(new FixedChip(registers), 0x68, new I2cFaults()));
            try
            {
                return clock.RtcDateTime.Year is >= 2000 and <= 2099;
            }
            catch (IOException)
            {
                return true;
            }
        });
    }

    [Fact]
    public async Task A_reading_that_is_cut_off_is_repeated_and_not_believed()
    {
        await _clock.SetAsync(_time.GetUtcNow(), Stop);
        (_faults.CutOff, _faults.CutOffAfter) = (2, 0);
        Assert.Equal(_time.GetUtcNow(), await _clock.ReadAsync(Stop));
        Assert.Equal(2, _clock.Repeated);
    }

    private sealed class FixedChip : RegisterChip
    {
        public FixedChip(ReadOnlySpan<byte> registers) => registers.CopyTo(Registers);
    }
}
