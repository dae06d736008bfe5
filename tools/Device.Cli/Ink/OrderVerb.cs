using System.Collections.Immutable;
using System.CommandLine;
using Device.Core.Ink;
using Device.Core.Learning;
using Spectre.Console;

namespace Device.Cli.Ink;

/// <summary><c>devicectl ink order</c>.</summary>
internal static class OrderVerb
{
    private const int MostPictures = 1_000;

    internal static Verb Create()
    {
        var file = new Argument<string?>("FILE") { Description = "InkML or Ink-JSONL of single characters.", Arity = ArgumentArity.ZeroOrOne };
        var character = new Option<string?>("--character") { Description = "What was to be written. [default: each sample's label] Without FILE: show how it is written.", HelpName = "C" };
        var box = new Option<string?>("--box") { Description = "The printed box in the ink's unit: LEFT,TOP,RIGHT,BOTTOM. [default: none; place and size in the box do not count]", HelpName = "L,T,R,B" };
        box.Validators.Add(r =>
        {
            if (r.Tokens is [var token] && BoxOf(token.Value) is null)
            {
                r.AddError($"--box: '{token.Value}', expected LEFT,TOP,RIGHT,BOTTOM with right and bottom larger, such as 0,0,1000,1000");
            }
        });
        var svg = new Option<FileInfo?>("--svg") { Description = $"Draw the first {MostPictures} samples: reference grey, ink blue, faults red.", HelpName = "FILE" };
        var json = SharedOptions.Json();
        var verb = new Verb("order", "Says which strokes of written characters are out of order, reversed, missing, extra, joined or split.", "devicectl ink order --svg lesson.svg lesson.jsonl")
        {
            file, character, box, svg, json,
        };
        verb.Validators.Add(r =>
        {
            if (r.GetResult(file) is null && r.GetResult(character) is null)
            {
                r.AddError("FILE or --character expected");
            }
        });
        verb.Does(async (parsed, cancellationToken) =>
        {
            var references = await ReferencesAsync(cancellationToken);
            var picture = new StrokeOrderPicture();
            var lines = new List<StrokeOrderLine>();
            var (named, wanted) = (parsed.GetValue(file), parsed.GetValue(character));
            if (named is null)
            {
                var strokes = Find(references, wanted!, "--character");
                picture.Add(strokes, [], null, null);
                ImmutableArray<Stroke> itself = [.. strokes.Strokes.Select(s => new Stroke([.. s.Select(p => new InkPoint(p.X, p.Y, float.NaN, float.NaN))]))];
                lines.Add(StrokeOrderLine.Of(null, 0, wanted!, StrokeOrderCheck.Compare(strokes, itself.AsSpan(), new InkBounds(0, 0, 1, 1))));
            }
            else
            {
                await CompareAsync(named, wanted, BoxOf(parsed.GetValue(box)), references, picture, lines, parsed.InvocationConfiguration.Error, cancellationToken);
            }

            if (parsed.GetValue(svg) is { } target)
            {
                await File.WriteAllTextAsync(target.FullName, picture.Compose(), cancellationToken);
            }

            if (parsed.GetValue(json))
            {
                await parsed.InvocationConfiguration.Output.WriteLineAsync(JsonText.Of(lines.ToArray()));
            }
            else
            {
                Print(lines, parsed.InvocationConfiguration.Output);
            }

            return ExitCode.Ok;
        });
        return verb;
    }

    private static async Task CompareAsync(
        string file, string? wanted, InkBounds? box, StrokeReferences references, StrokeOrderPicture picture, List<StrokeOrderLine> lines, TextWriter error, CancellationToken cancellationToken)
    {
        var (index, left) = (0, 0);
        await foreach (var ink in InkSource.ReadAsync(file, cancellationToken))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var sample = index++;
            var label = wanted ?? ink.Label;
            if (wanted is null && references.Find(label) is null)
            {
                left++;
                continue;
            }

            var strokes = Find(references, label, "--character");
            var report = StrokeOrderCheck.Compare(strokes, ink.Strokes.AsSpan(), box);
            lines.Add(StrokeOrderLine.Of(file, sample, label, report));
            if (lines.Count <= MostPictures)
            {
                picture.Add(strokes, ink.Strokes, box, report);
            }
        }

        if (left > 0)
        {
            await error.WriteLineAsync($"{file}: {left} of {index} samples left out: no strokes are known for their labels");
        }
    }

    private static void Print(List<StrokeOrderLine> lines, TextWriter output)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(output), Ansi = AnsiSupport.Detect });
        var table = new Table().AddColumns("sample", "character", "right", "shape", "placement", "stroke", "written as", "what is wrong");
        foreach (var line in lines)
        {
            string[] head = [$"{line.Sample}", line.Character, line.Right ? "yes" : "no", $"{line.Shape}", $"{line.Placement}"];
            foreach (var stroke in line.Strokes.Where(s => s.Faults.Length > 0 || lines.Count == 1))
            {
                table.AddRow([.. head, $"{stroke.Number}", string.Join(' ', stroke.Written.Select(w => w + 1)), string.Join(", ", stroke.Faults)]);
                head = ["", "", "", "", ""];
            }

            foreach (var extra in line.Extra)
            {
                table.AddRow([.. head, "", $"{extra + 1}", "extra"]);
                head = ["", "", "", "", ""];
            }

            if (head[0].Length > 0)
            {
                table.AddRow([.. head, "", "", ""]);
            }
        }

        console.Write(table);
        if (lines.Count > 1)
        {
            console.WriteLine($"{lines.Count(l => l.Right)} of {lines.Count} right");
        }
    }

    private static CharacterStrokes Find(StrokeReferences references, string character, string option) =>
        references.Find(character) ?? throw new CliException($"{option}: '{character}', expected one of the {references.Count} characters whose strokes are known");

    private static async Task<StrokeReferences> ReferencesAsync(CancellationToken cancellationToken)
    {
        var file = Path.Combine(AppContext.BaseDirectory, "content", "strokes", "strokes.bin");
        try
        {
            return StrokeReferences.Read(await File.ReadAllBytesAsync(file, cancellationToken), file);
        }
        catch (StrokeReferenceException e)
        {
            throw new CliException(e.Message);
        }
    }

    private static InkBounds? BoxOf(string? text)
    {
        var parts = text?.Split(',').Select(p => float.TryParse(p, System.Globalization.CultureInfo.InvariantCulture, out var v) && float.IsFinite(v) ? v : float.NaN).ToArray();
        return parts is [var left, var top, var right, var bottom] && right > left && bottom > top ? new InkBounds(left, top, right, bottom) : null;
    }
}
