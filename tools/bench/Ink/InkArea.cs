using System.CommandLine;
using Device.Core.Ink;
using Device.Recognition.Handwriting;
using Device.Recognition.Models;

namespace Device.Bench.Ink;

/// <summary><c>tools/bench/run ink</c>: reading characters and lines, beside other recognisers on the same samples.</summary>
internal static class InkArea
{
    private static readonly string[] Sets = ["han-people-dev", "han-tomoe-dev", "latin-dev"];
    private static readonly string[] LineSets = ["han-lines-dev", "latin-words-dev"];

    /// <summary>Makes the command.</summary>
    /// <returns>The command.</returns>
    public static Command Create()
    {
        var data = new Option<DirectoryInfo?>("--ink") { Description = "folder of labelled ink (default DEVICE_DATA/handwriting, else ../shared/data/handwriting beside the repository)" };
        var peers = new Option<DirectoryInfo?>("--peers") { Description = "folder of the peers that tools/bench/Ink/peers fetches (default artifacts/bench/peers)" };
        var most = new Option<int>("--samples") { Description = "samples of each set, 1 to 100000", DefaultValueFactory = _ => 100_000 };
        var json = new Option<FileInfo?>("--json") { Description = "write the figures to a file as well" };
        var command = new Command("ink", "reading characters and lines, beside zinnia and PP-OCRv4") { data, peers, most, json };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var root = Root();
            var folder = parsed.GetValue(data)?.FullName
                ?? Path.Combine(Environment.GetEnvironmentVariable("DEVICE_DATA") ?? Path.Combine(root, "..", "shared", "data"), "handwriting");
            var figures = await MeasureAsync(
                folder, parsed.GetValue(peers)?.FullName ?? Path.Combine(root, "artifacts", "bench", "peers"), Math.Clamp(parsed.GetValue(most), 1, 100_000), cancellationToken);
            Figure.Print(figures, Console.Out);
            if (parsed.GetValue(json) is { } file)
            {
                await File.WriteAllTextAsync(file.FullName, Figure.ToJson(figures), cancellationToken);
            }

            return figures.TrueForAll(f => f.IsMet) ? 0 : 1;
        });
        return command;
    }

    private static async Task<List<Figure>> MeasureAsync(string folder, string peers, int most, CancellationToken cancellationToken)
    {
        var models = Path.Combine(AppContext.BaseDirectory, "models");
        var bundle = ModelBundle.Open(Path.Combine(models, "handwriting"));
        var language = Directory.Exists(Path.Combine(models, "language")) ? LanguageModel.Open(ModelBundle.Open(Path.Combine(models, "language"))) : null;
        List<Figure> figures = [.. InkSteps.Loading(() => new OnnxInkRecognizer(bundle, null, language), out var recognizer)];
        using (recognizer)
        using (var zinnia = Directory.Exists(Path.Combine(peers, "zinnia")) ? new ZinniaPeer(Path.Combine(peers, "zinnia")) : null)
        using (var ocr = Directory.Exists(Assets(peers)) ? new OcrPeer(Assets(peers)) : null)
        {
            var device = new InkReader("Device", bundle.LengthOf("model.onnx") / 1e6, s => [.. recognizer.RecognizeCharacter(s, InkScript.Any, 10).Select(c => c.Text)]);
            InkReader[] readers = [.. new[] { device, zinnia?.Reader, ocr?.Reader }.OfType<InkReader>()];
            figures.AddRange(readers.Select((r, i) => new Figure($"{r.Name}: model", r.Megabytes, "MB", i == 0 ? 8 : null)));
            foreach (var set in Sets)
            {
                var samples = await ReadAsync(folder, set, most, cancellationToken);
                figures.AddRange(InkFigures.Measure(set, samples, readers));
                if (set == Sets[0])
                {
                    figures.Add(InkSteps.Allocation(recognizer, [.. samples[0].Strokes]));
                }
            }

            foreach (var set in LineSets)
            {
                figures.AddRange(InkSteps.Lines(set, recognizer, await ReadAsync(folder, set, most, cancellationToken)));
            }
        }

        return figures;
    }

    private static string Assets(string peers) => Path.Combine(peers, "node_modules", "@gutenye", "ocr-models", "assets");

    /// <summary>Samples from all over a set, evenly, since sets are sorted by character.</summary>
    private static async Task<IReadOnlyList<LabelledInk>> ReadAsync(string folder, string set, int most, CancellationToken cancellationToken)
    {
        var file = Path.Combine(folder, set + ".jsonl");
        await using var stream = File.OpenRead(file);
        var samples = new List<LabelledInk>();
        await foreach (var ink in InkFiles.ReadAsync(stream, file, cancellationToken))
        {
            samples.Add(ink);
        }

        return samples.Count <= most ? samples : [.. Enumerable.Range(0, most).Select(i => samples[(int)((long)i * samples.Count / most)])];
    }

    private static string Root()
    {
        var folder = AppContext.BaseDirectory;
        while (folder is not null && !File.Exists(Path.Combine(folder, "Device.sln")))
        {
            folder = Path.GetDirectoryName(folder);
        }

        return folder ?? throw new FileNotFoundException("Device.sln: not found above the program; name the folders with --ink and --peers");
    }
}
