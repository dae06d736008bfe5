using System.Text.Json;

namespace Device.Interop.Tests.EndToEnd;

/// <summary>The whole way on real ink: pen, journal, model, screen, broker, gateway, stand-in, and back.</summary>
public sealed class ReplayTests
{
    [Fact]
    public async Task Real_characters_are_read_kept_shown_synced_and_asked_about()
    {
        using var folder = new TempFolder();
        await using var run = Run.Start(
            Built.Simulator, "--data", folder["data"], "--replay", Built.Ink("han-people-dev.jsonl"), "--ask", "这一页写了什么？", "--shot", folder["panel.png"], "--exit");
        Assert.True(await run.ExitAsync() == 0, run.Errors);

        using var report = JsonDocument.Parse(run.Output);
        var root = report.RootElement;
        var (samples, correct) = (root.GetProperty("samples").GetInt32(), root.GetProperty("correct").GetInt32());
        Assert.Equal(185, samples);
        Assert.True(correct >= 0.85 * samples, $"{correct} of {samples} read right:\n{root.GetProperty("text")}\n{root.GetProperty("expected")}");
        Assert.Equal(root.GetProperty("records").GetInt64(), root.GetProperty("acked").GetInt64());
        Assert.True(root.GetProperty("records").GetInt64() > samples);
        Assert.Contains("离线", root.GetProperty("reply").GetString(), StringComparison.Ordinal);
        Assert.Equal([0x89, (byte)'P', (byte)'N', (byte)'G'], (await File.ReadAllBytesAsync(root.GetProperty("panel").GetString()!, TestContext.Current.CancellationToken))[..4]);
    }

    [Fact]
    public async Task Lines_of_several_characters_are_split_and_read()
    {
        using var folder = new TempFolder();
        var lines = await File.ReadAllLinesAsync(Built.Ink("han-lines-dev.jsonl"), TestContext.Current.CancellationToken);
        await File.WriteAllLinesAsync(folder["few.jsonl"], lines.Take(12), TestContext.Current.CancellationToken);
        await using var run = Run.Start(Built.Simulator, "--data", folder["data"], "--replay", folder["few.jsonl"], "--exit");
        Assert.True(await run.ExitAsync() == 0, run.Errors);

        using var report = JsonDocument.Parse(run.Output);
        var text = report.RootElement.GetProperty("text").GetString()!.Split('\n');
        var expected = report.RootElement.GetProperty("expected").GetString()!.Split('\n');
        Assert.Equal(12, expected.Length);
        Assert.Equal(12, text.Length);
        var shared = expected.Zip(text).Sum(l => l.First.Intersect(l.Second).Count());
        Assert.True(shared >= 0.6 * expected.Sum(l => l.Distinct().Count()), string.Join('\n', text));
    }

    [Fact]
    public async Task What_was_written_is_there_after_the_machine_was_stopped_and_started()
    {
        using var folder = new TempFolder();
        var first = (await File.ReadAllLinesAsync(Built.Ink("han-people-dev.jsonl"), TestContext.Current.CancellationToken)).Take(8);
        await File.WriteAllLinesAsync(folder["few.jsonl"], first, TestContext.Current.CancellationToken);
        var records = new List<long>();
        for (var i = 0; i < 2; i++)
        {
            await using var run = Run.Start(Built.Simulator, "--data", folder["data"], "--replay", folder["few.jsonl"], "--exit");
            Assert.True(await run.ExitAsync() == 0, run.Errors);
            using var report = JsonDocument.Parse(run.Output);
            records.Add(report.RootElement.GetProperty("records").GetInt64());
            Assert.Equal(records[^1], report.RootElement.GetProperty("acked").GetInt64());
        }

        Assert.True(records[1] > records[0], $"{records[0]} records, then {records[1]}");
    }

    [Fact]
    public async Task A_broken_line_of_ink_is_named_and_nothing_is_started()
    {
        using var folder = new TempFolder();
        await File.WriteAllTextAsync(folder["broken.jsonl"], "{\"label\":\"一\",\"kind\":\"char\",\"writer\":\"w\",\"strokes\":[[[1,2],[3,\"x\"]]]}\n", TestContext.Current.CancellationToken);
        await using var run = Run.Start(Built.Simulator, "--data", folder["data"], "--replay", folder["broken.jsonl"], "--exit");
        Assert.Equal(1, await run.ExitAsync());
        Assert.Contains("broken.jsonl, line 1: strokes[0][1]", run.Errors, StringComparison.Ordinal);
        Assert.Empty(run.Output);
    }

    [Fact]
    public async Task Wrong_usage_ends_with_code_two_or_one_and_says_why()
    {
        await using var run = Run.Start(Built.Simulator, "--speed", "fast");
        Assert.NotEqual(0, await run.ExitAsync());
        Assert.Contains("--speed", run.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_busy_port_is_named_with_what_to_do()
    {
        using var folder = new TempFolder();
        using var taken = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        taken.Start();
        var port = ((System.Net.IPEndPoint)taken.LocalEndpoint).Port;
        await using var run = Run.Start(Built.Simulator, "--data", folder["data"], "--port", $"{port}", "--no-browser");
        Assert.Equal(1, await run.ExitAsync());
        Assert.Contains($"port {port} is in use", run.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ctrl_C_stops_everything_that_was_started()
    {
        using var folder = new TempFolder();
        await using var run = Run.Start(Built.Simulator, "--data", folder["data"], "--port", "0", "--no-browser");
        await run.SaysAsync("press Ctrl-C to stop");
        var child = Children(run.Id).Single();
        run.Signal(Run.Interrupt);
        Assert.Equal(0, await run.ExitAsync());
        Assert.False(Directory.Exists($"/proc/{child}"), $"deviced ({child}) is still there");
    }

    private static IEnumerable<int> Children(int parent) =>
        File.ReadAllText($"/proc/{parent}/task/{parent}/children").Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(int.Parse)
            .Concat(Directory.GetDirectories($"/proc/{parent}/task").SelectMany(t => File.ReadAllText($"{t}/children").Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(int.Parse)))
            .Distinct();
}
