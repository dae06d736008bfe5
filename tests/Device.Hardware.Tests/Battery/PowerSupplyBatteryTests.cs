using Device.Core.Power;
using Device.Hardware.Battery.PowerSupply;

namespace Device.Hardware.Tests.Battery;

public sealed class PowerSupplyBatteryTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("device-supply-").FullName;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task The_kernels_files_become_units()
    {
        Supply("bq27441-0", ("type", "Battery"), ("capacity", "73"), ("voltage_now", "3912000"), ("status", "Discharging"), ("temp", "-53"), ("time_to_empty_now", "7200"));
        Assert.Equal(new BatteryState(73, 3.912, ChargeState.Discharging, 120, -5.3), await Battery().ReadAsync(Stop));
    }

    [Theory]
    [InlineData("Charging", ChargeState.Charging)]
    [InlineData("Full", ChargeState.Full)]
    [InlineData("Not charging", ChargeState.Held)]
    [InlineData("Unknown", ChargeState.Unknown)]
    [InlineData("", ChargeState.Unknown)]
    public async Task The_kernels_word_for_what_happens_is_understood(string word, ChargeState charge)
    {
        Supply("BAT0", ("type", "Battery"), ("capacity", "50"), ("status", word), ("time_to_full_now", "600"));
        var state = await Battery().ReadAsync(Stop);
        Assert.Equal((charge, charge == ChargeState.Charging ? 10 : default(double?)), (state.Charge, state.MinutesLeft));
    }

    [Fact]
    public async Task The_battery_of_a_pen_and_a_charger_are_not_the_machines_battery()
    {
        Supply("a-pen", ("type", "Battery"), ("scope", "Device"), ("capacity", "1"));
        Supply("b-usb", ("type", "USB"), ("online", "1"));
        Supply("c-gauge", ("type", "Battery"), ("scope", "System"), ("capacity", "64"));
        Assert.Equal(64, (await Battery().ReadAsync(Stop)).Level);
        Assert.Equal(1, (await Battery("a-pen").ReadAsync(Stop)).Level);
    }

    [Theory]
    [InlineData("140", "3900000", null, 3.9)]
    [InlineData("x", "99999999999", null, null)]
    [InlineData("50", "-1", 50.0, null)]
    public async Task Numbers_that_cannot_be_are_no_measurement(string capacity, string volts, double? level, double? expected)
    {
        Supply("BAT0", ("type", "Battery"), ("capacity", capacity), ("voltage_now", volts));
        if (level is null && expected is null)
        {
            var e = await Assert.ThrowsAsync<IOException>(() => Battery().ReadAsync(Stop).AsTask());
            Assert.Contains("neither capacity (0 to 100) nor voltage_now", e.Message, StringComparison.Ordinal);
            return;
        }

        var state = await Battery().ReadAsync(Stop);
        Assert.Equal((level, expected), (state.Level, state.Volts));
    }

    [Fact]
    public async Task A_machine_without_a_battery_says_so()
    {
        Supply("usb", ("type", "USB"), ("online", "1"));
        var e = await Assert.ThrowsAsync<IOException>(() => Battery().ReadAsync(Stop).AsTask());
        Assert.Contains("1 power supplies, none of them of type Battery", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_name_that_leads_elsewhere_is_refused() =>
        Assert.Equal(["battery", "folder"], new PowerSupplyOptions { Battery = "../../etc", Folder = "x" }.Validate().Select(f => f.Field));

    private PowerSupplyBattery Battery(string name = "") => new(new PowerSupplyOptions { Battery = name, Folder = _folder });

    private void Supply(string name, params (string File, string Text)[] files)
    {
        var folder = Directory.CreateDirectory(Path.Combine(_folder, name)).FullName;
        foreach (var (file, text) in files)
        {
            File.WriteAllText(Path.Combine(folder, file), text + "\n");
        }
    }
}
