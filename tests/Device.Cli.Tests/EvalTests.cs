using System.Diagnostics;
using System.Text.Json;

namespace Device.Cli.Tests;

public sealed class EvalTests : IDisposable
{
    private static readonly string[] Fields = ["samples", "top1", "top5", "top10", "cer", "msP50", "msP99", "modelBytes"];

    private readonly InkFixture _ink = new();

    public void Dispose() => _ink.Dispose();

    [Fact]
    public async Task Characters_give_shares_and_no_error_rate()
    {
        // Of four samples three are read right at once; the flat stroke labelled as a dash is the second reading.
        var file = _ink.Jsonl("chars.jsonl", InkFixture.Flat(), InkFixture.Cross(), InkFixture.Cross(), InkFixture.Flat("-"));
        var figures = await FiguresAsync(file);
        Assert.Equal(Fields, figures.EnumerateObject().Select(p => p.Name));
        Assert.Equal(4, figures.GetProperty("samples").GetInt32());
        Assert.Equal(0.75, figures.GetProperty("top1").GetDouble());
        Assert.Equal(1, figures.GetProperty("top5").GetDouble());
        Assert.Equal(1, figures.GetProperty("top10").GetDouble());
        Assert.Equal(JsonValueKind.Null, figures.GetProperty("cer").ValueKind);
        Assert.InRange(figures.GetProperty("msP99").GetDouble(), figures.GetProperty("msP50").GetDouble(), 60_000);
        Assert.Equal(new FileInfo(Path.Combine(Devicectl.TinyModel, "model.onnx")).Length, figures.GetProperty("modelBytes").GetInt64());
    }

    [Fact]
    public async Task Lines_give_an_error_rate_and_no_shares()
    {
        var figures = await FiguresAsync(_ink.Jsonl("lines.jsonl", InkFixture.Line("十十", 2), InkFixture.Line("十一", 2)));
        Assert.Equal(0.25, figures.GetProperty("cer").GetDouble());
        Assert.Equal(JsonValueKind.Null, figures.GetProperty("top1").ValueKind);
        Assert.Equal(JsonValueKind.Null, figures.GetProperty("top10").ValueKind);
    }

    [Fact]
    public async Task A_mixed_file_gives_both_each_over_its_own_kind()
    {
        var figures = await FiguresAsync(_ink.Jsonl("mixed.jsonl", InkFixture.Flat(), InkFixture.Line("十一", 2)));
        Assert.Equal((2, 1.0, 0.5), (figures.GetProperty("samples").GetInt32(), figures.GetProperty("top1").GetDouble(), figures.GetProperty("cer").GetDouble()));
    }

    [Fact]
    public async Task Letters_count_as_right_in_either_case_and_marks_in_either_width()
    {
        var figures = await FiguresAsync(_ink.Jsonl("case.jsonl", InkFixture.Cross("T"), InkFixture.Cross("ｔ")), "--script", "latin");
        Assert.Equal(1, figures.GetProperty("top1").GetDouble());
    }

    [Fact]
    public async Task Detail_breaks_the_figures_down_by_writer_and_character_with_intervals()
    {
        var file = _ink.Jsonl("chars.jsonl", InkFixture.Flat(), InkFixture.Flat("-"), InkFixture.Cross());
        var outcome = await Devicectl.RunAsync("ink", "eval", file, "--detail", "--json", "--model", Devicectl.TinyModel);
        var detail = JsonDocument.Parse(outcome.Output).RootElement;
        Assert.Equal(Fields, detail.GetProperty("figures").EnumerateObject().Select(p => p.Name));
        Assert.Equal(["w1", "w2"], detail.GetProperty("writers").EnumerateArray().Select(w => w.GetProperty("name").GetString()));
        var worst = detail.GetProperty("characters")[0];
        Assert.Equal(("-", 0.0), (worst.GetProperty("name").GetString(), worst.GetProperty("top1").GetDouble()));
        Assert.Equal(0.793, worst.GetProperty("high").GetDouble(), 3);

        var table = await Devicectl.RunAsync("ink", "eval", file, "--detail", "--model", Devicectl.TinyModel);
        Assert.Equal(Fields, JsonDocument.Parse(table.Output).RootElement.EnumerateObject().Select(p => p.Name));
        Assert.Contains("w1", table.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Confusions_count_what_was_read_for_what_most_frequent_first()
    {
        var file = _ink.Jsonl("chars.jsonl", InkFixture.Flat("-"), InkFixture.Cross(), InkFixture.Flat("-"), InkFixture.Cross("一"));
        var outcome = await Devicectl.RunAsync("ink", "eval", file, "--confusions", "1", "--json", "--model", Devicectl.TinyModel);
        var confusion = Assert.Single(JsonDocument.Parse(outcome.Output).RootElement.GetProperty("confusions").EnumerateArray());
        Assert.Equal(("-", "一", 2, 2), (
            confusion.GetProperty("label").GetString(), confusion.GetProperty("read").GetString(), confusion.GetProperty("times").GetInt32(), confusion.GetProperty("of").GetInt32()));

        var table = await Devicectl.RunAsync("ink", "eval", file, "--confusions", "5", "--model", Devicectl.TinyModel);
        Assert.Equal(Fields, JsonDocument.Parse(table.Output).RootElement.EnumerateObject().Select(p => p.Name));
        Assert.Contains("十", table.Error, StringComparison.Ordinal);
        Assert.Equal(2, (await Devicectl.RunAsync("ink", "eval", file, "--confusions", "0", "--model", Devicectl.TinyModel)).Code);
    }

    [Fact]
    public async Task The_report_draws_the_samples_that_were_read_worst_and_escapes_their_words()
    {
        var page = Path.Combine(_ink.Folder, "worst.html");
        var file = _ink.Jsonl("chars.jsonl", InkFixture.Flat("<b>"), InkFixture.Cross());
        var outcome = await Devicectl.RunAsync("ink", "eval", file, "--html", page, "--model", Devicectl.TinyModel);
        Assert.Equal(0, outcome.Code);
        var html = await File.ReadAllTextAsync(page, TestContext.Current.CancellationToken);
        Assert.Contains("&lt;b&gt;", html, StringComparison.Ordinal);
        Assert.Equal(1, html.Split("<svg").Length - 1);
        Assert.DoesNotContain("http", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_without_labelled_samples_fails()
    {
        var outcome = await Devicectl.RunAsync("ink", "eval", _ink.Jsonl("none.jsonl", InkFixture.Line("", 2)), "--model", Devicectl.TinyModel);
        Assert.Equal((1, ""), (outcome.Code, outcome.Output));
        Assert.Contains("no labelled sample", outcome.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_broken_model_fails_before_the_ink_is_read()
    {
        foreach (var file in Directory.GetFiles(Devicectl.TinyModel))
        {
            File.Copy(file, Path.Combine(_ink.Folder, Path.GetFileName(file)));
        }

        File.AppendAllText(Path.Combine(_ink.Folder, "labels.txt"), "x\n");
        var outcome = await Devicectl.RunAsync("ink", "eval", "/no/such.jsonl", "--model", _ink.Folder);
        Assert.Equal(1, outcome.Code);
        Assert.StartsWith($"model bundle {_ink.Folder}: labels.txt: ", outcome.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ctrl_c_stops_it_cleanly()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "needs kill");

        // A shell without job control starts what it puts into the background with SIGINT ignored, and children inherit that.
        var ignored = Convert.ToUInt64(File.ReadLines("/proc/self/status").Single(l => l.StartsWith("SigIgn:", StringComparison.Ordinal))[7..].Trim(), 16);
        Assert.SkipWhen((ignored & 2) != 0, "this test run was started with SIGINT ignored");
        var file = _ink.Jsonl("many.jsonl", Enumerable.Range(0, 300_000).Select(_ => InkFixture.Flat()));
        using var process = Devicectl.Start("ink", "recognize", file, "--model", Devicectl.TinyModel);
        await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken);
        using (var kill = Process.Start("kill", ["-INT", $"{process.Id}"]))
        {
            await kill.WaitForExitAsync(TestContext.Current.CancellationToken);
        }

        var outcome = await Devicectl.EndAsync(process);
        Assert.Equal((1, "stopped\n"), (outcome.Code, outcome.Error));
    }

    private static async Task<JsonElement> FiguresAsync(string file, params string[] more)
    {
        var outcome = await Devicectl.RunAsync(["ink", "eval", file, "--json", "--model", Devicectl.TinyModel, .. more]);
        Assert.Equal((0, ""), (outcome.Code, outcome.Error));
        return JsonDocument.Parse(outcome.Output).RootElement;
    }
}
