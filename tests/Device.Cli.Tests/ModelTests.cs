using System.Text.Json;

namespace Device.Cli.Tests;

public sealed class ModelTests : IDisposable
{
    private readonly InkFixture _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_whole_bundle_is_verified()
    {
        var outcome = await Devicectl.RunAsync("model", "verify", Devicectl.TinyModel, "--json");
        Assert.Equal((0, ""), (outcome.Code, outcome.Error));
        var check = JsonDocument.Parse(outcome.Output).RootElement;
        Assert.True(check.GetProperty("ok").GetBoolean());
        Assert.Equal(("tiny", "1", 2), (check.GetProperty("name").GetString(), check.GetProperty("version").GetString(), check.GetProperty("files").GetInt32()));
        Assert.Equal(JsonValueKind.Null, check.GetProperty("problem").ValueKind);
    }

    [Fact]
    public async Task A_changed_bundle_fails_with_the_file_and_both_hashes()
    {
        var bundle = Copy("models/handwriting");
        var content = await File.ReadAllBytesAsync(Path.Combine(bundle, "model.onnx"), TestContext.Current.CancellationToken);
        content[0] ^= 1;
        await File.WriteAllBytesAsync(Path.Combine(bundle, "model.onnx"), content, TestContext.Current.CancellationToken);
        var outcome = await Devicectl.RunAsync("model", "verify", bundle, "--json");
        Assert.Equal(1, outcome.Code);
        Assert.Matches($"^model bundle {bundle}: model.onnx: SHA-256 [0-9a-f]{{64}}, expected [0-9a-f]{{64}}\n$", outcome.Error);
        Assert.False(JsonDocument.Parse(outcome.Output).RootElement.GetProperty("ok").GetBoolean());
    }

    [Fact]
    public async Task The_list_has_the_installed_bundles_of_the_data_folder()
    {
        var bundle = Copy("models/handwriting");
        var outcome = await Devicectl.RunAsync("model", "list", "--json", "--data", _folder.Folder);
        Assert.Equal(0, outcome.Code);
        var installed = JsonDocument.Parse(outcome.Output).RootElement.EnumerateArray().Single(m => m.GetProperty("directory").GetString() == bundle);
        Assert.Equal("tiny", installed.GetProperty("name").GetString());
    }

    [Fact]
    public async Task An_installed_bundle_is_used_before_the_one_beside_the_program()
    {
        Copy("models/handwriting");
        var file = _folder.Jsonl("a.jsonl", InkFixture.Cross("t"));
        var outcome = await Devicectl.RunAsync("ink", "recognize", "--script", "latin", file, "--data", _folder.Folder);
        Assert.Equal((0, "t\n"), (outcome.Code, outcome.Output));
    }

    private string Copy(string to)
    {
        var target = Path.Combine(_folder.Folder, to);
        Directory.CreateDirectory(target);
        foreach (var file in Directory.GetFiles(Devicectl.TinyModel))
        {
            File.Copy(file, Path.Combine(target, Path.GetFileName(file)));
        }

        return target;
    }
}
