using Device.Hardware.Panels;

namespace Device.Boards;

/// <summary>A driver that a part of a board may name, and the object of its name with its options.</summary>
/// <param name="Name">The name.</param>
/// <param name="Options">The object as the file has it; null where it is left out.</param>
/// <param name="Faults">What is wrong with the options, those that stand in for a left-out object included.</param>
internal sealed record DriverSection(string Name, object? Options, Func<IReadOnlyList<OptionFault>> Faults)
{
    /// <summary>A driver without options.</summary>
    public static DriverSection Plain(string name) => new(name, null, () => []);

    /// <summary>Checks a part: a driver that is known, good options, and none of another driver.</summary>
    public static void Check(OptionCheck check, string path, string driver, IReadOnlyList<DriverSection> known)
    {
        var chosen = known.FirstOrDefault(k => k.Name == driver);
        if (chosen is null)
        {
            check.Require(false, $"{path}.driver", driver, string.Join(", ", known.Select(k => k.Name)));
            return;
        }

        check.Add($"{path}.{driver}", chosen.Faults());
        foreach (var other in known.Where(k => k.Options is not null && k != chosen))
        {
            check.Require(false, $"{path}.{other.Name}", "an object", $"nothing, since the driver is {driver},");
        }
    }
}
