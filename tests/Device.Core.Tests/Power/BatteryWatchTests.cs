using System.ComponentModel.DataAnnotations;
using CsCheck;
using Device.Core.Power;

namespace Device.Core.Tests.Power;

public sealed class BatteryWatchTests
{
    private static readonly PowerOptions Options = new();

    [Theory]
    [InlineData(100, BatteryBand.Normal)]
    [InlineData(15.1, BatteryBand.Normal)]
    [InlineData(15, BatteryBand.Low)]
    [InlineData(4.1, BatteryBand.Low)]
    [InlineData(4, BatteryBand.Critical)]
    [InlineData(0, BatteryBand.Critical)]
    public void A_level_is_in_the_band_of_its_thresholds(double level, BatteryBand band) => Assert.Equal(band, Settle(default, level).Band);

    [Theory]
    [InlineData(3.56, BatteryBand.Normal)]
    [InlineData(3.55, BatteryBand.Low)]
    [InlineData(3.4, BatteryBand.Critical)]
    public void A_gauge_without_percent_is_judged_by_its_volts(double volts, BatteryBand band)
    {
        var watch = default(BatteryWatch);
        for (var i = 0; i < Options.Readings; i++)
        {
            watch = watch.Take(new BatteryState(null, volts, ChargeState.Discharging), Options);
        }

        Assert.Equal(band, watch.Band);
    }

    [Fact]
    public void One_reading_of_a_dip_changes_nothing()
    {
        var watch = default(BatteryWatch).Take(Reading(1), Options).Take(Reading(60), Options).Take(Reading(1), Options);
        Assert.Equal(BatteryBand.Normal, watch.Band);
    }

    [Fact]
    public void A_charger_ends_the_danger_at_once()
    {
        var watch = Settle(default, 1);
        Assert.Equal(default, watch.Take(new BatteryState(1, 3.3, ChargeState.Charging), Options));
    }

    [Fact]
    public void A_gauge_that_says_nothing_changes_nothing()
    {
        var watch = Settle(default, 10);
        Assert.Equal(watch, watch.Take(new BatteryState(null, null, ChargeState.Unknown), Options));
    }

    [Fact]
    public void Noise_around_a_threshold_changes_the_band_once()
    {
        Gen.Select(Gen.OneOf(Options.LowLevel, Options.CriticalLevel), Gen.Double[-1.4, 1.4].Array[10, 200]).Sample((threshold, noise) =>
        {
            var watch = Settle(default, threshold + 1);
            var changes = 0;
            foreach (var n in noise)
            {
                var next = watch.Take(Reading(Math.Max(0, threshold + n)), Options);
                changes += next.Band != watch.Band ? 1 : 0;
                watch = next;
            }

            return changes <= 1;
        });
    }

    [Fact]
    public void A_level_that_rises_leaves_a_band_only_well_above_its_threshold()
    {
        var watch = Settle(default, 10);
        Assert.Equal(BatteryBand.Low, Settle(watch, Options.LowLevel + Options.LevelHysteresis).Band);
        Assert.Equal(BatteryBand.Normal, Settle(watch, Options.LowLevel + Options.LevelHysteresis + 0.1).Band);
    }

    [Fact]
    public void The_standard_options_keep_their_own_ranges()
    {
        var results = new List<ValidationResult>();
        Assert.True(Validator.TryValidateObject(Options, new ValidationContext(Options), results, validateAllProperties: true), string.Join("; ", results));
        Assert.True(Options.CriticalLevel + Options.LevelHysteresis < Options.LowLevel);
        Assert.True(Options.CriticalVolts < Options.LowVolts);
    }

    private static BatteryWatch Settle(BatteryWatch watch, double level)
    {
        for (var i = 0; i < Options.Readings; i++)
        {
            watch = watch.Take(Reading(level), Options);
        }

        return watch;
    }

    private static BatteryState Reading(double level) => new(level, null, ChargeState.Discharging);
}
