using System.Text.Json;
using Device.Core.Ink;
using Device.Core.Notebook;
using Device.Storage;
using Microsoft.Extensions.Logging.Abstractions;

namespace Device.Cli.Tests;

public sealed class JournalTests : IDisposable
{
    private readonly string _data = Directory.CreateTempSubdirectory("devicectl-journal-").FullName;

    private string Folder => Path.Combine(_data, "journal");

    public void Dispose() => Directory.Delete(_data, recursive: true);

    [Fact]
    public async Task A_sound_journal_is_verified_with_its_counts()
    {
        await WriteAsync();
        var outcome = await Devicectl.RunAsync("journal", "verify", "--data", _data, "--json");
        Assert.Equal((0, ""), (outcome.Code, outcome.Error));
        var found = JsonDocument.Parse(outcome.Output).RootElement;
        Assert.Equal((3, 1, 0), (found.GetProperty("records").GetInt32(), found.GetProperty("segments").GetInt32(), found.GetProperty("setAside").GetInt32()));
        Assert.True(found.GetProperty("clean").GetBoolean());
    }

    [Fact]
    public async Task A_lost_fact_fails_with_its_position()
    {
        await WriteAsync();
        var segment = Directory.GetFiles(Folder, "*.journal").Single();
        var bytes = await File.ReadAllBytesAsync(segment, TestContext.Current.CancellationToken);
        bytes[192 + 20] ^= 0xFF;
        await File.WriteAllBytesAsync(segment, bytes, TestContext.Current.CancellationToken);
        var outcome = await Devicectl.RunAsync("journal", "verify", "--data", _data);
        Assert.Equal(1, outcome.Code);
        Assert.Contains("positions 1 to 1 are lost", outcome.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_torn_tail_is_set_aside_by_repair()
    {
        await WriteAsync();
        var segment = Directory.GetFiles(Folder, "*.journal").Single();
        await File.AppendAllTextAsync(segment, "half a rec", TestContext.Current.CancellationToken);
        var before = await VerifyAsync();
        Assert.Equal(10, before.GetProperty("tornBytes").GetInt32());
        var after = await VerifyAsync("--repair");
        Assert.Equal((0, 1), (after.GetProperty("tornBytes").GetInt32(), after.GetProperty("setAside").GetInt32()));
        Assert.Equal(3, after.GetProperty("records").GetInt32());
    }

    [Fact]
    public async Task The_dump_is_one_object_a_line_from_the_position_asked_for()
    {
        await WriteAsync();
        var outcome = await Devicectl.RunAsync("journal", "dump", "--data", _data, "--json", "--from", "2");
        Assert.Equal(0, outcome.Code);
        var lines = outcome.Output.TrimEnd().Split('\n').Select(l => JsonDocument.Parse(l).RootElement).ToArray();
        Assert.Equal([2, 3], lines.Select(l => l.GetProperty("position").GetInt64()));
        Assert.Equal(["PageAdded", "StrokeAdded"], lines.Select(l => l.GetProperty("kind").GetString()));
        var plain = await Devicectl.RunAsync("journal", "dump", "--data", _data);
        Assert.Equal(3, plain.Output.TrimEnd().Split('\n').Length);
    }

    [Fact]
    public async Task The_views_are_made_anew_and_hold_what_the_journal_says()
    {
        await WriteAsync();
        var outcome = await Devicectl.RunAsync("journal", "rebuild", "--data", _data, "--json");
        Assert.Equal((0, ""), (outcome.Code, outcome.Error));
        var rebuilt = JsonDocument.Parse(outcome.Output).RootElement;
        Assert.Equal((3, 3, 1), (rebuilt.GetProperty("records").GetInt32(), rebuilt.GetProperty("appliedPosition").GetInt32(), rebuilt.GetProperty("notes").GetInt32()));
        Assert.NotEmpty(Directory.GetFiles(Path.Combine(_data, "view")));
    }

    [Fact]
    public async Task While_the_journal_is_open_it_is_read_but_not_changed()
    {
        await using var journal = await OpenAsync();
        await journal.AppendAsync(new NoteCreated("a"), TestContext.Current.CancellationToken);
        Assert.True((await VerifyAsync()).GetProperty("inUse").GetBoolean());
        var outcome = await Devicectl.RunAsync("journal", "rebuild", "--data", _data);
        Assert.Equal(1, outcome.Code);
        Assert.Contains("is in use by process", outcome.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("verify")]
    [InlineData("dump")]
    [InlineData("rebuild")]
    public async Task A_data_folder_without_a_journal_fails_and_stays_as_it_is(string verb)
    {
        var outcome = await Devicectl.RunAsync("journal", verb, "--data", _data);
        Assert.Equal((1, ""), (outcome.Code, outcome.Output));
        Assert.Equal($"{Folder}: no such folder, expected a journal; --data names the data folder\n", outcome.Error);
        Assert.Empty(Directory.GetFileSystemEntries(_data));
    }

    private static async Task<JsonElement> ParsedAsync(string[] args) => JsonDocument.Parse((await Devicectl.RunAsync(args)).Output).RootElement;

    private Task<JsonElement> VerifyAsync(params string[] more) => ParsedAsync(["journal", "verify", "--data", _data, "--json", .. more]);

    private Task<Journal> OpenAsync() => Journal.OpenAsync(
        new JournalOptions { Directory = Folder }, DeviceId.Parse("test/one"), TimeProvider.System, new Random(1), NullLogger<Journal>.Instance, TestContext.Current.CancellationToken);

    private async Task WriteAsync()
    {
        await using var journal = await OpenAsync();
        var note = await journal.AppendAsync(new NoteCreated("a note"), TestContext.Current.CancellationToken);
        var page = await journal.AppendAsync(new PageAdded(note.Id, PageTemplate.Blank, 100, 100, 10), TestContext.Current.CancellationToken);
        var stroke = new Stroke([new InkPoint(1, 1, 0, 0.5f), new InkPoint(2, 2, 8, 0.5f)]);
        await journal.AppendAsync(new StrokeAdded(page.Id, stroke), TestContext.Current.CancellationToken);
    }
}
