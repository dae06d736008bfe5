using System.Text.Json;
using Device.Core.Notebook;
using Device.Storage;
using Microsoft.Extensions.Logging.Abstractions;

namespace Device.Cli.Tests;

/// <summary>Sync of a machine whose service does not run; with one that runs it is tested end to end.</summary>
public sealed class SyncTests : IDisposable
{
    private readonly string _data = Directory.CreateTempSubdirectory("devicectl-sync-").FullName;

    public void Dispose() => Directory.Delete(_data, recursive: true);

    [Fact]
    public async Task What_waits_is_told_from_the_files()
    {
        await WriteAsync();
        var outcome = await Devicectl.RunAsync("sync", "status", "--data", _data, "--json");
        Assert.Equal((0, ""), (outcome.Code, outcome.Error));
        var line = JsonDocument.Parse(outcome.Output).RootElement;
        Assert.Equal(
            (false, "stopped", false, 3, 2),
            (line.GetProperty("running").GetBoolean(), line.GetProperty("state").GetString(), line.GetProperty("drained").GetBoolean(), line.GetProperty("pending").GetInt32(), line.GetProperty("held").GetInt32()));
        var blobs = line.GetProperty("blobs");
        Assert.Equal((0, 1, 5_000), (blobs.GetProperty("toSend").GetInt32(), blobs.GetProperty("toFetch").GetInt32(), blobs.GetProperty("bytesLeft").GetInt32()));
    }

    [Fact]
    public async Task A_person_gets_a_table()
    {
        await WriteAsync();
        var outcome = await Devicectl.RunAsync("sync", "status", "--data", _data);
        Assert.Equal(0, outcome.Code);
        Assert.Contains("facts pending", outcome.Output, StringComparison.Ordinal);
        Assert.Contains("does not run", outcome.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Now_and_metered_need_a_running_service()
    {
        await WriteAsync();
        foreach (var args in new[] { new[] { "sync", "now" }, ["sync", "metered", "yes"] })
        {
            var outcome = await Devicectl.RunAsync([.. args, "--data", _data]);
            Assert.Equal(1, outcome.Code);
            Assert.Contains("no deviced runs", outcome.Error, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("now", "--seconds", "0")]
    [InlineData("metered", "perhaps", "")]
    public async Task Wrong_usage_is_told_apart(string verb, string first, string second) =>
        Assert.Equal(2, (await Devicectl.RunAsync(["sync", verb, first, .. second.Length > 0 ? new[] { second } : [], "--data", _data])).Code);

    private async Task WriteAsync()
    {
        await using var journal = await Journal.OpenAsync(
            new JournalOptions { Directory = Path.Combine(_data, "journal") }, DeviceId.Parse("local/notebook"), TimeProvider.System, new Random(1), NullLogger<Journal>.Instance, TestContext.Current.CancellationToken);
        var note = await journal.AppendAsync(new NoteCreated("open"), TestContext.Current.CancellationToken);
        var page = await journal.AppendAsync(new PageAdded(note.Id, PageTemplate.Lined, 150, 200, 10), TestContext.Current.CancellationToken);
        await journal.AppendAsync(new BlobAttached(page.Id, new string('a', 64), 5_000, "image/png", ""), TestContext.Current.CancellationToken);
        var secret = await journal.AppendAsync(new NoteCreated("secret"), TestContext.Current.CancellationToken);
        await journal.AppendAsync(new NoteSwitchSet(secret.Id, NoteSwitch.Sync, false), TestContext.Current.CancellationToken);
    }
}
