using CsCheck;
using Device.Core.Power;
using Device.Hardware.Battery.Max17048;
using Device.Hardware.Simulated.Battery;
using Device.Hardware.Simulated.I2c;

namespace Device.Hardware.Tests.Battery;

public sealed class Max17048Tests : IDisposable
{
    private readonly Max17048Chip _chip = new();
    private readonly I2cFaults _faults = new();
    private readonly Max17048 _gauge;

    public Max17048Tests() => _gauge = new Max17048(new EmulatedI2c(_chip, Max17048.DefaultI2cAddress, _faults));

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => _gauge.Dispose();

    [Theory]
    [InlineData(0xC000, 3.84)]
    [InlineData(0x8000, 2.56)]
    [InlineData(0xD200, 4.2)]
    public void A_step_of_voltage_is_78_microvolts_and_an_eighth(int raw, double volts)
    {
        _chip.Volts = raw * 78.125e-6;
        Assert.Equal(volts, _gauge.GetVoltage(), 9);
    }

    [Fact]
    public async Task What_the_chip_measures_arrives_in_units()
    {
        (_chip.Volts, _chip.Level, _chip.Rate) = (3.85, 62.5, -10 * 0.208);
        var state = await _gauge.ReadAsync(Stop);
        Assert.Equal(3.85, state.Volts!.Value, 3);
        Assert.Equal((62.5, ChargeState.Discharging), (state.Level, state.Charge));
        Assert.Equal(62.5 / 2.08 * 60, state.MinutesLeft!.Value, 6);
    }

    [Theory]
    [InlineData(20.8, ChargeState.Charging)]
    [InlineData(-20.8, ChargeState.Discharging)]
    [InlineData(0.208, ChargeState.Unknown)]
    [InlineData(-0.208, ChargeState.Unknown)]
    public async Task The_rate_tells_whether_the_cell_is_charged(double rate, ChargeState charge)
    {
        _chip.Rate = rate;
        var state = await _gauge.ReadAsync(Stop);
        Assert.Equal((charge, charge == ChargeState.Unknown), (state.Charge, state.MinutesLeft is null));
    }

    [Fact]
    public async Task A_cell_that_is_a_little_more_than_full_is_full()
    {
        _chip.Level = 102.4;
        Assert.Equal(100, (await _gauge.ReadAsync(Stop)).Level);
    }

    [Fact]
    public async Task The_chip_is_set_up_once_and_again_when_it_lost_its_supply()
    {
        await _gauge.ReadAsync(Stop);
        await _gauge.ReadAsync(Stop);
        Assert.Equal((1, 5, 0x97, true), (_gauge.Setups, _chip.AlertLevel, _chip.Compensation, _chip.IsResetAcknowledged));
        _chip.Reset();
        Assert.Equal(4, _chip.AlertLevel);
        await _gauge.ReadAsync(Stop);
        Assert.Equal((2, 5, true), (_gauge.Setups, _chip.AlertLevel, _chip.IsResetAcknowledged));
    }

    [Theory]
    [InlineData(20, 151)]
    [InlineData(40, 141)]
    [InlineData(0, 251)]
    [InlineData(-40, 255)]
    public void The_model_is_told_how_warm_the_cell_is(double celsius, int compensation)
    {
        _gauge.SetTemperature(celsius);
        Assert.Equal(compensation, _chip.Compensation);
    }

    [Fact]
    public async Task A_transfer_that_fails_now_and_then_is_repeated_and_counted()
    {
        await _gauge.ReadAsync(Stop);
        _faults.Refused = 2;
        await _gauge.ReadAsync(Stop);
        Assert.Equal(2, _gauge.Repeated);
    }

    [Fact]
    public async Task A_bus_that_is_stuck_ends_in_an_error_that_says_where()
    {
        _faults.Stuck = 1000;
        var e = await Assert.ThrowsAsync<IOException>(() => _gauge.ReadAsync(Stop).AsTask());
        Assert.Contains("max17048 on i2c-1 at 0x36, register 0x1a: no answer to 3 tries", e.Message, StringComparison.Ordinal);
        Assert.Equal(997, _faults.Stuck);
    }

    [Fact]
    public async Task Another_chip_at_the_same_address_is_told_from_a_gauge()
    {
        (_chip.Registers[0x08], _chip.Registers[0x09]) = (0x00, 0x00);
        var e = await Assert.ThrowsAsync<IOException>(() => _gauge.ReadAsync(Stop).AsTask());
        Assert.Contains("0x0000 read, 0x0010 to 0x001f expected", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Readings_that_are_cut_off_never_become_a_measurement()
    {
        Gen.Select(Gen.Double[2.6, 4.3], Gen.Double[0, 100], Gen.Double[-60, 60], Gen.Int[0, 4], Gen.Int[0, 1]).Sample((volts, level, rate, faults, after) =>
        {
            var (chip, wrong) = (new Max17048Chip { Volts = volts, Level = level, Rate = rate }, new I2cFaults());
            using var gauge = new Max17048(new EmulatedI2c(chip, 0x36, wrong), new Max17048Options { MostTries = 10 });
            _ = gauge.ReadAsync(CancellationToken.None).AsTask().GetAwaiter().GetResult();
            (wrong.CutOff, wrong.CutOffAfter) = (faults, after);
            var state = gauge.ReadAsync(CancellationToken.None).AsTask().GetAwaiter().GetResult();

            // A byte of a word may be lost where the rest of it is right: a hundredth of a volt, less than a percent.
            return Math.Abs(state.Volts!.Value - volts) < 0.021 && Math.Abs(state.Level!.Value - level) <= 1;
        });
    }

    [Fact]
    public void Whatever_stands_in_the_registers_gives_a_measurement_that_can_be_or_an_error()
    {
        Gen.Byte.Array[256].Sample(registers =>
        {
            using var gauge = new Max17048(new EmulatedI2c(new SpoiltChip(registers), 0x36, new I2cFaults()));
            try
            {
                var state = gauge.ReadAsync(CancellationToken.None).AsTask().GetAwaiter().GetResult();
                return state.Level is >= 0 and <= 100 && state.Volts is >= 2 and <= 4.9 && state.MinutesLeft is null or >= 0;
            }
            catch (IOException)
            {
                return true;
            }
        });
    }

    [Fact]
    public void Options_out_of_range_are_named_all_at_once()
    {
        var faults = new Max17048Options { Bus = 99, Address = 1, AlertLevel = 0, Compensation = 256, RestRate = 0, MostTries = 0 }.Validate();
        Assert.Equal(["bus", "address", "mostTries", "alertLevel", "compensation", "restRate"], faults.Select(f => f.Field));
        Assert.Empty(new Max17048Options().Validate());
    }

    private sealed class SpoiltChip : RegisterChip
    {
        public SpoiltChip(byte[] registers) => registers.CopyTo(Registers, 0);
    }
}
