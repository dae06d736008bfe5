using System.Globalization;
using Spectre.Console;

namespace Device.Cli.Ink;

/// <summary>The detail of an evaluation as tables for people.</summary>
internal static class EvalTables
{
    private const int Rows = 40;

    internal static void Write(IAnsiConsole console, EvalDetail detail)
    {
        if (detail.Writers.Length > 0)
        {
            console.Write(Of("writer", detail.Writers));
            console.Write(Of("character", detail.Characters));
            console.Write(Of(detail.Trust));
        }

        if (detail.Confusions.Length > 0)
        {
            var table = new Table().AddColumns("character", "read as", "times", "of");
            foreach (var row in detail.Confusions)
            {
                table.AddRow(Markup.Escape(row.Label), Markup.Escape(row.Read.Length == 0 ? "nothing" : row.Read), $"{row.Times}", $"{row.Of}");
            }

            console.Write(table);
        }
    }

    private static Table Of(string of, EvalRow[] rows)
    {
        var table = new Table().AddColumns(of, "samples", "top1", "95 %", "lines", "CER");
        foreach (var row in rows.Take(Rows))
        {
            table.AddRow(
                Markup.Escape(row.Name), $"{row.Samples}", Share(row.Top1), row.Low is null ? "" : $"{Share(row.Low)} .. {Share(row.High)}", $"{row.Lines}", Share(row.Cer));
        }

        return rows.Length > Rows ? table.Caption($"the first {Rows} of {rows.Length}; all of them with --json") : table;
    }

    private static Table Of(EvalTrust[] rows)
    {
        var table = new Table().AddColumns("least probability", "answered", "of these right", "expected");
        foreach (var row in rows)
        {
            table.AddRow(Share(row.Least), Share(row.Answered), Share(row.Right), Share(row.Expected));
        }

        return table;
    }

    private static string Share(double? share) => share?.ToString("0.000", CultureInfo.InvariantCulture) ?? "";
}
