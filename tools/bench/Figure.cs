using System.Globalization;
using System.Text.Json;

namespace Device.Bench;

/// <summary>One measured figure.</summary>
/// <param name="Name">What was measured.</param>
/// <param name="Value">The value.</param>
/// <param name="Unit">Its unit.</param>
/// <param name="Budget">The most it may be; null where there is no budget.</param>
internal sealed record Figure(string Name, double Value, string Unit, double? Budget = null)
{
    /// <summary>Whether the budget is met; true where there is none.</summary>
    public bool IsMet => Budget is not { } most || Value < most || (most == 0 && Value == 0);

    /// <summary>Prints figures as a table.</summary>
    /// <param name="figures">The figures.</param>
    /// <param name="output">Where.</param>
    public static void Print(IEnumerable<Figure> figures, TextWriter output)
    {
        foreach (var figure in figures)
        {
            var budget = figure.Budget is { } most ? string.Create(CultureInfo.InvariantCulture, $"  (< {most:0.###}: {(figure.IsMet ? "met" : "MISSED")})") : "";
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{figure.Name,-78} {figure.Value,10:0.###} {figure.Unit}{budget}"));
        }
    }

    /// <summary>Figures as a JSON array of <c>{"name","value","unit","budget","met"}</c>.</summary>
    /// <param name="figures">The figures.</param>
    /// <returns>The text.</returns>
    public static string ToJson(IEnumerable<Figure> figures)
    {
        var rows = figures.Select(f => new Dictionary<string, object?>
        {
            ["name"] = f.Name,
            ["value"] = f.Value,
            ["unit"] = f.Unit,
            ["budget"] = f.Budget,
            ["met"] = f.IsMet,
        });
        return JsonSerializer.Serialize(rows, Indented);
    }

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };
}
