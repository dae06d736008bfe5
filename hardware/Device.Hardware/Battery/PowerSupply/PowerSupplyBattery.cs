using System.Globalization;
using Device.Core.Power;
using Device.Hardware.Panels;

namespace Device.Hardware.Battery.PowerSupply;

/// <summary>A battery as the kernel shows it below /sys/class/power_supply. One caller at a time.</summary>
public sealed class PowerSupplyBattery : IBattery
{
    private const int MostCharacters = 64;
    private const double MicroPerUnit = 1e6;
    private const double TenthsPerDegree = 10;
    private const double SecondsPerMinute = 60;

    private readonly PowerSupplyOptions _options;

    /// <summary>Makes a reader; nothing is read yet.</summary>
    /// <param name="options">Which battery.</param>
    /// <exception cref="ArgumentException">The options cannot be used.</exception>
    public PowerSupplyBattery(PowerSupplyOptions options)
    {
        OptionCheck.ThrowIfAny("powerSupply", options.Validate());
        _options = options;
    }

    /// <inheritdoc/>
    public ValueTask<BatteryState> ReadAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var battery = Find();
        var level = Number(battery, "capacity", 0, 100);
        var volts = Number(battery, "voltage_now", 0.5e6, 20e6) / MicroPerUnit;
        if (level is null && volts is null)
        {
            throw new IOException($"{battery}: neither capacity (0 to 100) nor voltage_now (microvolts) can be read");
        }

        var charge = Charge(Text(battery, "status"));
        var seconds = Number(battery, charge == ChargeState.Charging ? "time_to_full_now" : "time_to_empty_now", 0, 60e6);
        var state = new BatteryState(level, volts, charge, seconds / SecondsPerMinute, Number(battery, "temp", -600, 1500) / TenthsPerDegree);
        return ValueTask.FromResult(state);
    }

    private static ChargeState Charge(string? status) => status switch
    {
        "Charging" => ChargeState.Charging,
        "Discharging" => ChargeState.Discharging,
        "Full" => ChargeState.Full,
        "Not charging" => ChargeState.Held,
        _ => ChargeState.Unknown,
    };

    private string Find()
    {
        if (_options.Battery.Length > 0)
        {
            return Path.Combine(_options.Folder, _options.Battery);
        }

        var supplies = Directory.Exists(_options.Folder) ? Directory.GetDirectories(_options.Folder) : [];
        Array.Sort(supplies, StringComparer.Ordinal);

        // A battery of scope Device is a pen's or keyboard's, not the machine's.
        return Array.Find(supplies, s => Text(s, "type") == "Battery" && Text(s, "scope") != "Device")
            ?? throw new IOException($"{_options.Folder}: {supplies.Length} power supplies, none of them of type Battery");
    }

    /// <summary>A number within what can be; a gauge without it has no file, or one that cannot be read just now.</summary>
    private static double? Number(string folder, string file, double least, double most) =>
        double.TryParse(Text(folder, file), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) && value >= least && value <= most ? value : null;

    private static string? Text(string folder, string file)
    {
        try
        {
            using var reader = new StreamReader(Path.Combine(folder, file));
            var characters = new char[MostCharacters];
            return new string(characters, 0, reader.ReadBlock(characters)).Trim();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
