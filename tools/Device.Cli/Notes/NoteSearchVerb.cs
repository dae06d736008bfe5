using System.CommandLine;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Device.Cli.Notes;

/// <summary><c>devicectl note search</c>.</summary>
internal static class NoteSearchVerb
{
    private const float Around = 6;

    internal static Verb Create(SharedOptions shared)
    {
        var text = new Argument<string>("TEXT") { Description = "What to look for, 1 to 64 characters; case, width and spaces do not matter." };
        var svg = new Option<DirectoryInfo?>("--svg") { Description = "Write a picture of every hit, the ink that was found in red.", HelpName = "DIR" };
        var json = SharedOptions.Json();
        var verb = new Verb(
            "search",
            "Finds text in the handwriting of a running service, also where the ink was read as something else and this was among its readings.",
            "devicectl note search 大模型 --svg hits")
        {
            text, svg, json,
        };
        verb.Does(async (parsed, cancellationToken) =>
        {
            var data = parsed.GetRequiredValue(shared.Data);
            using var service = RunningService.Find(data) ?? throw new CliException($"{data.FullName}: no service runs on this data folder");
            var pictures = parsed.GetValue(svg);
            var answer = await service.GetAsync($"api/search?q={Uri.EscapeDataString(parsed.GetRequiredValue(text))}&ink={(pictures is null ? "false" : "true")}", cancellationToken);
            var found = Parse(answer);
            if (pictures is not null)
            {
                pictures.Create();
                for (var i = 0; i < found.Length; i++)
                {
                    await File.WriteAllTextAsync(Path.Combine(pictures.FullName, string.Create(CultureInfo.InvariantCulture, $"hit-{i + 1:000}.svg")), Picture(found[i]), cancellationToken);
                }
            }

            var output = parsed.InvocationConfiguration.Output;
            if (parsed.GetValue(json))
            {
                await output.WriteLineAsync(answer);
                return ExitCode.Ok;
            }

            foreach (var hit in found)
            {
                await output.WriteLineAsync(string.Create(
                    CultureInfo.InvariantCulture, $"{hit.Page}  {hit.Box.Left:0},{hit.Box.Top:0} mm  {hit.Probability:0.00}{(hit.BestText ? " " : "?")} {hit.Text.ReplaceLineEndings(" ")}"));
            }

            return ExitCode.Ok;
        });
        return verb;
    }

    private static SearchAnswerHit[] Parse(string answer)
    {
        try
        {
            var parsed = JsonSerializer.Deserialize(answer, CliJson.Default.SearchAnswer);
            return parsed?.Hits ?? throw new CliException(parsed?.Error ?? "the service's answer has no hits");
        }
        catch (JsonException)
        {
            throw new CliException("the service's answer is no JSON: is it of an older version?");
        }
    }

    private static string Picture(SearchAnswerHit hit)
    {
        var (left, top) = (hit.Box.Left - Around, hit.Box.Top - Around);
        var (width, height) = (hit.Box.Right + Around - left, hit.Box.Bottom + Around - top);
        var svg = new StringBuilder();
        svg.AppendLine(CultureInfo.InvariantCulture, $"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width:0.##}mm\" height=\"{height:0.##}mm\" viewBox=\"{left:0.##} {top:0.##} {width:0.##} {height:0.##}\">");
        svg.AppendLine(CultureInfo.InvariantCulture, $"<rect x=\"{hit.Box.Left - 1:0.##}\" y=\"{hit.Box.Top - 1:0.##}\" width=\"{hit.Box.Right - hit.Box.Left + 2:0.##}\" height=\"{hit.Box.Bottom - hit.Box.Top + 2:0.##}\" fill=\"#ffefc0\"/>");
        foreach (var stroke in hit.Ink ?? [])
        {
            var points = string.Join(' ', stroke.Points.Chunk(2).Select(p => string.Create(CultureInfo.InvariantCulture, $"{p[0]:0.##},{p[1]:0.##}")));
            svg.AppendLine(CultureInfo.InvariantCulture, $"<polyline points=\"{points}\" fill=\"none\" stroke=\"{(stroke.Found ? "#c00000" : "#404040")}\" stroke-width=\"0.5\" stroke-linecap=\"round\" stroke-linejoin=\"round\"/>");
        }

        return svg.AppendLine("</svg>").ToString();
    }
}
