using System.Text.Json;

namespace Device.Interop.Tests.EndToEnd;

/// <summary>What goes wrong in the field: one clear message each, and nothing lost.</summary>
public sealed class BadInputTests
{
    [Fact]
    public async Task A_torn_journal_is_mended_and_keeps_what_was_acknowledged()
    {
        using var folder = new TempFolder();
        var ink = await FewAsync(folder, 6);
        var before = await ReplayAsync(folder["data"], ink);

        var segment = Directory.GetFiles(folder["data/journal"], "*.journal").Order(StringComparer.Ordinal).Last();
        await using (var file = new FileStream(segment, FileMode.Append))
        {
            await file.WriteAsync("half a record, then the power was gone"u8.ToArray(), TestContext.Current.CancellationToken);
        }

        var after = await ReplayAsync(folder["data"], ink);
        Assert.True(after.Records > before.Records, $"{before.Records} records before the cut, {after.Records} after");
        Assert.Equal(after.Records, after.Acked);
        Assert.Equal(after.Expected, after.Text);
        Assert.Contains(
            Directory.GetFiles(folder["data/journal"], "*", SearchOption.AllDirectories),
            f => f.Contains("setaside", StringComparison.Ordinal) && File.ReadAllText(f).Contains("half a record", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_model_with_a_wrong_hash_is_named_and_ink_is_kept()
    {
        using var folder = new TempFolder();
        var model = Directory.CreateDirectory(folder["model"]).FullName;
        foreach (var file in Directory.GetFiles(Path.Combine(Path.GetDirectoryName(Built.Deviced)!, "models", "handwriting")))
        {
            File.Copy(file, Path.Combine(model, Path.GetFileName(file)));
        }

        var damaged = Path.Combine(model, "model.onnx");
        var bytes = await File.ReadAllBytesAsync(damaged, TestContext.Current.CancellationToken);
        bytes[^1] ^= 1;
        await File.WriteAllBytesAsync(damaged, bytes, TestContext.Current.CancellationToken);

        await using var machine = await Deviced.StartAsync(folder["data"], "--model", model);
        var health = await machine.Http.GetStringAsync("health", TestContext.Current.CancellationToken);
        Assert.StartsWith("Degraded", health, StringComparison.Ordinal);
        Assert.Contains("model.onnx", health, StringComparison.Ordinal);
        Assert.True(await machine.RecordsAfterOneStrokeAsync() == 3, "a note, a page and a stroke");
    }

    [Fact]
    public async Task A_missing_font_is_named_and_ink_is_kept()
    {
        using var folder = new TempFolder();
        await using var machine = await Deviced.StartAsync(folder["data"], "--font", folder["no-such-font.otf"]);
        var health = await machine.Http.GetStringAsync("health", TestContext.Current.CancellationToken);
        Assert.StartsWith("Degraded", health, StringComparison.Ordinal);
        Assert.Contains("no-such-font.otf", health, StringComparison.Ordinal);
        Assert.True(await machine.RecordsAfterOneStrokeAsync() >= 3, "a note, a page and a stroke");
    }

    [Theory]
    [InlineData("--id", "Not A Device", "tenant/device")]
    [InlineData("--port", "99999", "Port")]
    [InlineData("--board", "no-such-board", "no-such-board")]
    public async Task A_wrong_option_stops_the_start_with_its_name(string name, string value, string said)
    {
        using var folder = new TempFolder();
        await using var run = Run.Start(Built.Deviced, "--data", folder["data"], name, value);
        Assert.Equal(1, await run.ExitAsync());
        Assert.Contains(said, run.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", run.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_services_on_one_folder_are_refused_with_its_name()
    {
        using var folder = new TempFolder();
        await using var machine = await Deviced.StartAsync(folder["data"]);
        await using var second = Run.Start(Built.Deviced, "--data", folder["data"], "--port", "0");
        Assert.Equal(1, await second.ExitAsync());
        Assert.Contains(folder["data"], second.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_site_cannot_use_the_local_api()
    {
        using var folder = new TempFolder();
        await using var machine = await Deviced.StartAsync(folder["data"]);
        using var bare = new HttpClient { BaseAddress = machine.Http.BaseAddress };
        using var noToken = await bare.GetAsync("api/state", TestContext.Current.CancellationToken);
        Assert.Equal(System.Net.HttpStatusCode.Unauthorized, noToken.StatusCode);

        using var foreign = new HttpRequestMessage(HttpMethod.Get, "api/state");
        foreign.Headers.Add("Origin", "http://evil.example");
        using var refused = await machine.Http.SendAsync(foreign, TestContext.Current.CancellationToken);
        Assert.Equal(System.Net.HttpStatusCode.Forbidden, refused.StatusCode);

        using var rebound = new HttpRequestMessage(HttpMethod.Get, "health");
        rebound.Headers.Host = "evil.example";
        using var wrongHost = await machine.Http.SendAsync(rebound, TestContext.Current.CancellationToken);
        Assert.Equal(System.Net.HttpStatusCode.BadRequest, wrongHost.StatusCode);
    }

    [Fact]
    public async Task The_log_never_holds_what_was_asked_or_read()
    {
        using var folder = new TempFolder();
        const string Marker = "zebra-4711-marker";
        var ink = await FewAsync(folder, 4);
        await using var run = Run.Start(Built.Simulator, "--data", folder["data"], "--replay", ink, "--ask", Marker, "--exit");
        Assert.True(await run.ExitAsync() == 0, run.Errors);
        using var report = JsonDocument.Parse(run.Output);
        var read = report.RootElement.GetProperty("text").GetString()!;
        Assert.Contains(Marker, report.RootElement.GetProperty("reply").GetString(), StringComparison.Ordinal);
        var logs = string.Concat(Directory.GetFiles(folder["data/logs"]).Select(File.ReadAllText)) + run.Errors;
        Assert.DoesNotContain(Marker, logs, StringComparison.Ordinal);
        Assert.DoesNotContain(read, logs, StringComparison.Ordinal);
    }

    private static async Task<string> FewAsync(TempFolder folder, int count)
    {
        var lines = (await File.ReadAllLinesAsync(Built.Ink("han-people-dev.jsonl"), TestContext.Current.CancellationToken)).Take(count);
        await File.WriteAllLinesAsync(folder["few.jsonl"], lines, TestContext.Current.CancellationToken);
        return folder["few.jsonl"];
    }

    private static async Task<(long Records, long Acked, string Text, string Expected)> ReplayAsync(string data, string ink)
    {
        await using var run = Run.Start(Built.Simulator, "--data", data, "--replay", ink, "--exit");
        Assert.True(await run.ExitAsync() == 0, run.Errors);
        using var report = JsonDocument.Parse(run.Output);
        var root = report.RootElement;
        return (root.GetProperty("records").GetInt64(), root.GetProperty("acked").GetInt64(), root.GetProperty("text").GetString()!, root.GetProperty("expected").GetString()!);
    }
}
