using Device.Hardware.Panels;

namespace Device.Hardware.Buttons;

/// <summary>Keys and switches that the kernel reports (gpio-keys, a PMIC's power key); one board's values come from its profile.</summary>
public sealed record EvdevKeysOptions
{
    private const int MostDevices = 8;
    private const int MostCodes = 64;

    /// <summary>The devices, such as /dev/input/by-path/platform-gpio-keys-event, at most 8; empty takes every device that has one of the keys.</summary>
    public IReadOnlyList<string> Devices { get; set; } = [];

    /// <summary>Roles of key codes that this board uses otherwise (linux/input-event-codes.h); <see cref="ButtonRole.None"/> switches a key off.</summary>
    public IReadOnlyDictionary<int, ButtonRole> Keys { get; set; } = new Dictionary<int, ButtonRole>();

    /// <summary>Keep the keys from every other program, so that systemd-logind does not act on the power key as well.</summary>
    public bool IsExclusive { get; set; } = true;

    /// <summary>How long the power key is held until that means off, in milliseconds, 500 to 10,000.</summary>
    public int LongPress { get; set; } = 1_500;

    /// <summary>Looks for values that cannot be used.</summary>
    /// <returns>All of them; empty when the options are good.</returns>
    public IReadOnlyList<OptionFault> Validate()
    {
        var check = new OptionCheck()
            .Range("devices", Devices.Count, 0, MostDevices)
            .Range("keys", Keys.Count, 0, MostCodes)
            .Range("longPress", LongPress, 500, 10_000);
        for (var i = 0; i < Devices.Count; i++)
        {
            check.Require(Devices[i] is { Length: > 1 and <= 200 } path && path[0] == '/', $"devices[{i}]", Devices[i], "an event device such as /dev/input/event0");
        }

        foreach (var (code, role) in Keys)
        {
            check.Require(code is > 0 and < EvdevKeyMap.KeyCount, $"keys.{code}", code, $"a key code, 1 to {EvdevKeyMap.KeyCount - 1}")
                .Require(Enum.IsDefined(role) && role is not (ButtonRole.Lid or ButtonRole.PenHolder or ButtonRole.Mute), $"keys.{code}", role, "none, power, pageForward, pageBack or home");
        }

        return check.Faults;
    }
}
