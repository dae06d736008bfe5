using Device.Core.Learning;

namespace Device.Cli.Ink;

/// <summary>How one sample was written, as <c>ink order --json</c> prints it.</summary>
/// <param name="File">The file; null for the reference itself.</param>
/// <param name="Sample">Its place in the file, from 0.</param>
/// <param name="Character">What it should be.</param>
/// <param name="Right">Whether nothing is wrong.</param>
/// <param name="Shape">0 to 100.</param>
/// <param name="Placement">0 to 100.</param>
/// <param name="Strokes">A verdict for each stroke of the character.</param>
/// <param name="Extra">Written strokes that belong to none, from 0.</param>
internal sealed record StrokeOrderLine(string? File, int Sample, string Character, bool Right, int Shape, int Placement, StrokeOrderStroke[] Strokes, int[] Extra)
{
    internal static StrokeOrderLine Of(string? file, int sample, string character, StrokeOrderReport report) => new(
        file, sample, character, report.IsRight, report.Shape, report.Placement,
        [.. report.Strokes.Select(s => new StrokeOrderStroke(s.Number, Names(s.Faults), [.. s.Written], s.Turn, MathF.Round(s.Distance, 4)))], [.. report.Extra]);

    /// <summary>The faults by name, such as <c>outOfOrder</c>.</summary>
    private static string[] Names(StrokeFaults faults) =>
        [.. Enum.GetValues<StrokeFaults>().Where(f => f != StrokeFaults.None && faults.HasFlag(f)).Select(f => f.ToString()).Select(n => char.ToLowerInvariant(n[0]) + n[1..])];
}
