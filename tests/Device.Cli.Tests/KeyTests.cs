using System.Text.Json;
using Device.Core.Notebook;
using Device.Storage;
using Microsoft.Extensions.Logging.Abstractions;

namespace Device.Cli.Tests;

public sealed class KeyTests : IDisposable
{
    private readonly string _data = Directory.CreateTempSubdirectory("devicectl-key-").FullName;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_data, recursive: true);

    [Fact]
    public async Task A_key_is_added_reaches_what_is_old_by_compaction_and_the_old_one_can_then_be_dropped()
    {
        Assert.Equal(0, (await Devicectl.RunAsync("key", "rotate", "--data", _data)).Code);
        await WriteAsync("one");
        Assert.Equal(0, (await Devicectl.RunAsync("key", "rotate", "--data", _data)).Code);
        await WriteAsync("two");
        var old = (await KeysAsync())[0];
        Assert.Equal((false, 1), (old.GetProperty("current").GetBoolean(), old.GetProperty("segments").GetInt32()));
        var refused = await Devicectl.RunAsync("key", "drop", old.GetProperty("number").GetString()!, "--data", _data);
        Assert.Equal(1, refused.Code);
        Assert.Contains("1 segments and 1 blobs need it", refused.Error, StringComparison.Ordinal);

        var plan = await Devicectl.RunAsync("journal", "compact", "--dry-run", "--json", "--data", _data);
        Assert.Equal(1, JsonDocument.Parse(plan.Output).RootElement.GetProperty("newKey").GetInt32());
        Assert.Equal(0, (await Devicectl.RunAsync("journal", "compact", "--data", _data)).Code);
        Assert.Equal(0, (await KeysAsync())[0].GetProperty("segments").GetInt32());
        await RekeyBlobsAsync();
        Assert.Equal(0, (await Devicectl.RunAsync("key", "drop", old.GetProperty("number").GetString()!, "--data", _data)).Code);
        Assert.Single(await KeysAsync());
        var dump = await Devicectl.RunAsync("journal", "dump", "--json", "--data", _data);
        Assert.Equal(["one", "two"], dump.Output.TrimEnd().Split('\n').Select(l => JsonDocument.Parse(l).RootElement.GetProperty("title").GetString()));
    }

    [Fact]
    public async Task Without_the_key_every_verb_says_which_file_needs_which()
    {
        await Devicectl.RunAsync("key", "rotate", "--data", _data);
        await WriteAsync("one");
        File.Move(Path.Combine(_data, "keys", "storage.key"), Path.Combine(_data, "elsewhere"));
        foreach (var verb in new[] { "verify", "dump", "rebuild", "compact" })
        {
            var outcome = await Devicectl.RunAsync("journal", verb, "--data", _data);
            Assert.Equal(1, outcome.Code);
            Assert.Contains("0000000001.journal' is encrypted with key", outcome.Error, StringComparison.Ordinal);
        }

        Assert.Equal(0, (await Devicectl.RunAsync("journal", "verify", "--data", _data, "--key-file", Path.Combine(_data, "elsewhere"))).Code);
    }

    [Fact]
    public async Task Blobs_are_listed_and_verified()
    {
        await Devicectl.RunAsync("key", "rotate", "--data", _data);
        await WriteAsync("one");
        var list = await Devicectl.RunAsync("blob", "list", "--json", "--data", _data);
        var line = JsonDocument.Parse(list.Output).RootElement;
        Assert.Equal(("page", true), (line.GetProperty("label").GetString(), line.GetProperty("encrypted").GetBoolean()));
        Assert.Equal(0, (await Devicectl.RunAsync("blob", "verify", "--data", _data)).Code);
        var id = line.GetProperty("id").GetString()!;
        var path = Path.Combine(_data, "blobs", id[..2], id[2..]);
        var bytes = await File.ReadAllBytesAsync(path, Ct);
        bytes[150] ^= 1;
        await File.WriteAllBytesAsync(path, bytes, Ct);
        var verified = await Devicectl.RunAsync("blob", "verify", "--json", "--data", _data);
        Assert.Equal(1, verified.Code);
        Assert.Equal(id, JsonDocument.Parse(verified.Output).RootElement.GetProperty("damaged")[0].GetString());
    }

    private async Task<JsonElement[]> KeysAsync() =>
        [.. JsonDocument.Parse((await Devicectl.RunAsync("key", "list", "--json", "--data", _data)).Output).RootElement.EnumerateArray()];

    private async Task RekeyBlobsAsync()
    {
        await using var journal = await Journal.OpenAsync(
            new JournalOptions { Directory = Path.Combine(_data, "journal") }, KeySources.Read(_data, "", null), DeviceId.Parse("acme/one"), TimeProvider.System, new Random(9),
            NullLogger<Journal>.Instance, Ct);
        using var blobs = await BlobStore.OpenAsync(
            new BlobOptions { Directory = Path.Combine(_data, "blobs") }, journal, TimeProvider.System, new Random(1), NullLogger<BlobStore>.Instance, Ct);
        Assert.Equal(1, await blobs.RekeyAsync(Ct));
    }

    private async Task WriteAsync(string title)
    {
        var keys = KeySources.Read(_data, "", null);
        await using var journal = await Journal.OpenAsync(
            new JournalOptions { Directory = Path.Combine(_data, "journal") }, keys, DeviceId.Parse("acme/one"), TimeProvider.System, new Random(title.Length + title[0]),
            NullLogger<Journal>.Instance, Ct);
        await journal.AppendAsync(new NoteCreated(title), Ct);
        using var blobs = await BlobStore.OpenAsync(
            new BlobOptions { Directory = Path.Combine(_data, "blobs") }, journal, TimeProvider.System, new Random(1), NullLogger<BlobStore>.Instance, Ct);
        if (keys.Keys.Count == 1)
        {
            // Only where one key is there: this test's subject is the journal otherwise.
            await blobs.PutAsync(new byte[1_000], "page", Ct);
        }
    }
}
