using System.Globalization;

namespace Device.Hardware.Panels;

/// <summary>Collects what is wrong with a driver's options, so that one message names everything.</summary>
internal sealed class OptionCheck
{
    private readonly List<OptionFault> _faults = [];

    public IReadOnlyList<OptionFault> Faults => _faults;

    /// <summary>Adds a fault unless something holds.</summary>
    public OptionCheck Require(bool holds, string field, object? value, string expected)
    {
        if (!holds)
        {
            _faults.Add(new OptionFault(field, Convert.ToString(value, CultureInfo.InvariantCulture) ?? "nothing", expected));
        }

        return this;
    }

    /// <summary>Adds a fault unless a number lies in a range, both ends included.</summary>
    public OptionCheck Range(string field, long value, long least, long most) =>
        Require(value >= least && value <= most, field, value, string.Create(CultureInfo.InvariantCulture, $"{least} to {most}"));

    /// <summary>Adds a fault unless a rotation is a quarter turn.</summary>
    public OptionCheck Rotation(int value) => Require(value is 0 or 90 or 180 or 270, "rotation", value, "0, 90, 180 or 270");

    /// <summary>Adds a fault unless a path can be a device's.</summary>
    public OptionCheck Device(string? value) =>
        Require(value is { Length: > 1 and <= 200 } && value[0] == '/', "device", value, "a device file such as /dev/fb0");

    /// <summary>Adds another's faults under a name.</summary>
    public OptionCheck Add(string prefix, IEnumerable<OptionFault> faults)
    {
        _faults.AddRange(faults.Select(f => f with { Field = $"{prefix}.{f.Field}" }));
        return this;
    }

    /// <summary>Refuses options that have faults.</summary>
    /// <exception cref="ArgumentException">There are some; the message holds them all.</exception>
    public static void ThrowIfAny(string what, IReadOnlyList<OptionFault> faults)
    {
        if (faults.Count > 0)
        {
            throw new ArgumentException($"{what}: {string.Join("; ", faults)}");
        }
    }
}
