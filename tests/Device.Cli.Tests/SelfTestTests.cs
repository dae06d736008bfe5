using System.Text.Json;

namespace Device.Cli.Tests;

/// <summary>The field technician's and the maker's first commands.</summary>
public sealed class SelfTestTests : IDisposable
{
    private readonly string _data = Directory.CreateTempSubdirectory("device-test-").FullName;

    public void Dispose() => Directory.Delete(_data, recursive: true);

    [Theory]
    [InlineData("ssd1680-2in9", "panel ok, pen ok, microphone skipped, buttons ok, battery ok, rtc skipped, frontLight skipped")]
    [InlineData("drm-lcd", "panel ok, pen ok, microphone ok, buttons ok, battery ok, rtc ok, frontLight ok")]
    [InlineData("it8951-10in3", "panel ok, pen ok, microphone ok, buttons ok, battery ok, rtc ok, frontLight ok")]
    public async Task Every_part_of_an_emulated_board_is_tested(string board, string expected)
    {
        var outcome = await Devicectl.RunAsync("selftest", "--board", board, "--emulated", "--json", "--data", _data);
        using var results = JsonDocument.Parse(outcome.Output);
        var found = results.RootElement.EnumerateArray().Select(r => $"{r.GetProperty("part").GetString()} {r.GetProperty("state").GetString()}");
        Assert.True(string.Join(", ", found) == expected, outcome.Output);
        Assert.Equal(0, outcome.Code);
    }

    [Fact]
    public async Task A_board_that_is_not_there_fails_with_what_to_do()
    {
        var outcome = await Devicectl.RunAsync("selftest", "--board", "ebc-10in3", "--only", "panel", "--json", "--data", _data);
        using var results = JsonDocument.Parse(outcome.Output);
        var result = Assert.Single(results.RootElement.EnumerateArray());
        Assert.Equal(("board", "failed"), (result.GetProperty("part").GetString(), result.GetProperty("state").GetString()));
        Assert.Contains("/dev/ebc", result.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.NotEmpty(result.GetProperty("remedy").GetString()!);
        Assert.Equal(1, outcome.Code);
    }

    [Fact]
    public async Task A_running_service_is_not_disturbed()
    {
        Directory.CreateDirectory(Path.Combine(_data, "run"));
        await File.WriteAllTextAsync(Path.Combine(_data, "run", "port"), "1", TestContext.Current.CancellationToken);
        var outcome = await Devicectl.RunAsync("selftest", "--data", _data);
        Assert.Equal(1, outcome.Code);
        Assert.Contains("systemctl stop deviced", outcome.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_part_that_nobody_knows_is_wrong_usage()
    {
        var outcome = await Devicectl.RunAsync("selftest", "--only", "panel,engine");
        Assert.Equal(2, outcome.Code);
        Assert.Contains("engine", outcome.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_doctor_says_of_each_thing_what_is_wrong_and_what_to_do()
    {
        var outcome = await Devicectl.RunAsync("doctor", "--data", _data, "--json");
        Assert.Equal(1, outcome.Code);
        using var findings = JsonDocument.Parse(outcome.Output);
        var found = findings.RootElement.EnumerateArray().ToDictionary(f => f.GetProperty("what").GetString()!, f => f);
        Assert.Equal(["service", "journal", "disk", "model", "font", "board", "time", "cloud"], found.Keys);
        Assert.Equal("failed", found["service"].GetProperty("state").GetString());
        Assert.Contains("systemctl start deviced", found["service"].GetProperty("remedy").GetString(), StringComparison.Ordinal);
        Assert.Equal("ok", found["board"].GetProperty("state").GetString());
        Assert.All(found.Values.Where(f => f.GetProperty("state").GetString() == "failed"), f => Assert.NotEmpty(f.GetProperty("remedy").GetString()!));
    }

    [Fact]
    public async Task The_pens_doctor_needs_a_running_service_and_says_so()
    {
        var outcome = await Devicectl.RunAsync("doctor", "pen", "--data", _data);
        Assert.Equal(1, outcome.Code);
        Assert.Contains("deviced does not run", outcome.Error, StringComparison.Ordinal);
    }
}
