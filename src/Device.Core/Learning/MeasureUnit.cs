namespace Device.Core.Learning;

/// <summary>Units of measure as pupils write them behind a number.</summary>
internal static class MeasureUnit
{
    /// <summary>Unit: what it measures and how many base units it is.</summary>
    private static readonly Dictionary<string, (string Quantity, Rational Size)> Units = new(StringComparer.Ordinal)
    {
        ["mm"] = ("length", new(1, 1000)),
        ["cm"] = ("length", new(1, 100)),
        ["dm"] = ("length", new(1, 10)),
        ["m"] = ("length", 1),
        ["km"] = ("length", 1000),
        ["毫米"] = ("length", new(1, 1000)),
        ["厘米"] = ("length", new(1, 100)),
        ["分米"] = ("length", new(1, 10)),
        ["米"] = ("length", 1),
        ["千米"] = ("length", 1000),
        ["mm²"] = ("area", new(1, 1_000_000)),
        ["cm²"] = ("area", new(1, 10_000)),
        ["dm²"] = ("area", new(1, 100)),
        ["m²"] = ("area", 1),
        ["km²"] = ("area", 1_000_000),
        ["平方厘米"] = ("area", new(1, 10_000)),
        ["平方分米"] = ("area", new(1, 100)),
        ["平方米"] = ("area", 1),
        ["cm³"] = ("volume", new(1, 1_000_000)),
        ["dm³"] = ("volume", new(1, 1000)),
        ["m³"] = ("volume", 1),
        ["mL"] = ("volume", new(1, 1_000_000)),
        ["L"] = ("volume", new(1, 1000)),
        ["立方厘米"] = ("volume", new(1, 1_000_000)),
        ["立方米"] = ("volume", 1),
        ["毫升"] = ("volume", new(1, 1_000_000)),
        ["升"] = ("volume", new(1, 1000)),
        ["mg"] = ("mass", new(1, 1000)),
        ["g"] = ("mass", 1),
        ["kg"] = ("mass", 1000),
        ["t"] = ("mass", 1_000_000),
        ["克"] = ("mass", 1),
        ["千克"] = ("mass", 1000),
        ["吨"] = ("mass", 1_000_000),
        ["s"] = ("time", 1),
        ["min"] = ("time", 60),
        ["h"] = ("time", 3600),
        ["秒"] = ("time", 1),
        ["分钟"] = ("time", 60),
        ["小时"] = ("time", 3600),
        ["m/s"] = ("speed", 1),
        ["km/h"] = ("speed", new(5, 18)),
        ["元"] = ("money", 1),
        ["角"] = ("money", new(1, 10)),
        ["分"] = ("money", new(1, 100)),
        ["N"] = ("force", 1),
        ["J"] = ("energy", 1),
        ["W"] = ("power", 1),
        ["V"] = ("voltage", 1),
        ["A"] = ("current", 1),
        ["Ω"] = ("resistance", 1),
        ["Pa"] = ("pressure", 1),
        ["℃"] = ("temperature", 1),
    };

    /// <summary>Cuts a unit off an answer. Latin units count only behind a digit or a bracket and a space or directly behind a number.</summary>
    public static (string Value, string Unit) Split(string answer)
    {
        var text = answer.Trim().Replace("^2", "²", StringComparison.Ordinal).Replace("^{2}", "²", StringComparison.Ordinal).Replace("^3", "³", StringComparison.Ordinal).Replace("^{3}", "³", StringComparison.Ordinal);
        var unit = Units.Keys.Where(u => text.EndsWith(u, StringComparison.Ordinal) && text.Length > u.Length).MaxBy(u => u.Length);
        if (unit is null)
        {
            return (answer, "");
        }

        var before = text[..^unit.Length].TrimEnd();
        var isBehindNumber = before.Length > 0 && (char.IsAsciiDigit(before[^1]) || before[^1] is '}' or ')' or '%');

        // "2m" may be twice m; "x = 2 m" and "2 kg" may not.
        var isClear = unit.Length > 1 || !char.IsAsciiLetter(unit[0]) || text[^(unit.Length + 1)] == ' ';
        return isBehindNumber && isClear && !before.Contains('²', StringComparison.Ordinal) && !before.Contains('³', StringComparison.Ordinal) ? (before, unit) : (answer, "");
    }

    /// <summary>How many of the one unit the other is, or null when they measure different things.</summary>
    public static Rational? Ratio(string unit, string to) =>
        unit.Length == 0 || to.Length == 0 || Units[unit].Quantity != Units[to].Quantity ? null : Units[unit].Size / Units[to].Size;
}
