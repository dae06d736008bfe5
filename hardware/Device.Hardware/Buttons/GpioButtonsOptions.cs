using Device.Hardware.Panels;

namespace Device.Hardware.Buttons;

/// <summary>Keys and switches on pins of the processor; one board's values come from its profile.</summary>
public sealed record GpioButtonsOptions
{
    private const int MostKeys = 16;

    /// <summary>The keys and switches, 1 to 16, each pin and each role once.</summary>
    public IReadOnlyList<GpioKeyOptions> Keys { get; set; } = [];

    /// <summary>How long a contact must rest before it counts, in milliseconds, 1 to 200.</summary>
    public int Debounce { get; set; } = 20;

    /// <summary>How often the levels are read besides the interrupts, in milliseconds, 20 to 5,000: a lost interrupt costs no more.</summary>
    public int PollInterval { get; set; } = 250;

    /// <summary>How long the power key is held until that means off, in milliseconds, 500 to 10,000.</summary>
    public int LongPress { get; set; } = 1_500;

    /// <summary>Looks for values that cannot be used.</summary>
    /// <returns>All of them; empty when the options are good.</returns>
    public IReadOnlyList<OptionFault> Validate()
    {
        var check = new OptionCheck()
            .Range("keys", Keys.Count, 1, MostKeys)
            .Range("debounce", Debounce, 1, 200)
            .Range("pollInterval", PollInterval, 20, 5_000)
            .Range("longPress", LongPress, 500, 10_000);
        for (var i = 0; i < Keys.Count; i++)
        {
            var key = Keys[i];
            check.Range($"keys[{i}].pin", key.Pin, 0, 1023)
                .Require(key.Role != ButtonRole.None && Enum.IsDefined(key.Role), $"keys[{i}].role", key.Role, "power, pageForward, pageBack, home, lid, penHolder or mute")
                .Require(Keys.Take(i).All(k => k.Pin != key.Pin), $"keys[{i}].pin", key.Pin, "a pin that no other key has")
                .Require(Keys.Take(i).All(k => k.Role != key.Role), $"keys[{i}].role", key.Role, "a role that no other key has");
        }

        return check.Faults;
    }
}
