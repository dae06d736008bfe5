using System.Text.Json.Nodes;
using Device.Recognition.Handwriting;
using Device.Recognition.Models;
using Device.Recognition.Tests.Handwriting;

namespace Device.Recognition.Tests.Models;

public sealed class ModelBundleTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly string _bundle;

    public ModelBundleTests() => _bundle = _folder.CopyOf(TestInk.TinyFolder);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_whole_bundle_opens_and_tells_what_it_is()
    {
        var bundle = ModelBundle.Open(_bundle);
        Assert.Equal("tiny/1", bundle.Manifest.Id);
        Assert.Equal(OnnxInkRecognizer.BundleKind, bundle.Manifest.Kind);
        Assert.Equal(["model.onnx", "labels.txt"], bundle.Manifest.Files.Select(f => f.Path));
        Assert.Equal(new FileInfo(InBundle("model.onnx")).Length, bundle.LengthOf("model.onnx"));
        Assert.Equal("一", bundle.ReadLabels()[0]);
    }

    [Fact]
    public void One_changed_byte_is_refused_with_the_hash_found_and_the_hash_expected()
    {
        var content = File.ReadAllBytes(InBundle("model.onnx"));
        content[100] ^= 1;
        File.WriteAllBytes(InBundle("model.onnx"), content);
        var found = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(content));
        var expected = Entry(0)["sha256"]!.GetValue<string>();
        var error = Assert.Throws<ModelBundleException>(() => ModelBundle.Open(_bundle));
        Assert.Equal($"model bundle {_bundle}: model.onnx: SHA-256 {found}, expected {expected}", error.Message);
    }

    [Fact]
    public void A_file_of_another_length_is_refused_by_its_length()
    {
        File.AppendAllText(InBundle("labels.txt"), "more\n");
        var error = Assert.Throws<ModelBundleException>(() => ModelBundle.Open(_bundle));
        Assert.Equal("labels.txt", error.File);
        Assert.Contains($"{new FileInfo(InBundle("labels.txt")).Length} bytes, expected ", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_file_is_named_with_the_hash_it_should_have()
    {
        File.Delete(InBundle("model.onnx"));
        var error = Assert.Throws<ModelBundleException>(() => ModelBundle.Open(_bundle));
        Assert.Contains("model.onnx: missing, expected ", error.Message, StringComparison.Ordinal);
        Assert.Contains(Entry(0)["sha256"]!.GetValue<string>(), error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_folder_and_a_missing_manifest_are_told_apart()
    {
        File.Delete(InBundle("manifest.json"));
        Assert.Contains("manifest.json: missing", Assert.Throws<ModelBundleException>(() => ModelBundle.Open(_bundle)).Message, StringComparison.Ordinal);
        var nowhere = Path.Combine(_folder.Path, "nowhere");
        Assert.Contains("the folder does not exist", Assert.Throws<ModelBundleException>(() => ModelBundle.Open(nowhere)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Unknown_fields_of_the_manifest_are_ignored()
    {
        Change(m =>
        {
            m["trainedBy"] = new JsonObject { ["anything"] = new JsonArray(1, "two", null) };
            m["files"]![0]!["note"] = "x";
        });
        Assert.Equal("tiny", ModelBundle.Open(_bundle).Manifest.Name);
    }

    [Fact]
    public void A_manifest_without_temperature_leaves_the_scores_as_they_are()
    {
        Change(m => m.Remove("temperature"));
        Assert.Equal(1f, ModelBundle.Open(_bundle).Manifest.Temperature);
    }

    [Theory]
    [InlineData("name", "\"a/b\"", "name: 'a/b'")]
    [InlineData("name", "null", "name: missing")]
    [InlineData("version", "\"\"", "version: ''")]
    [InlineData("kind", "\"hand writing\"", "kind: 'hand writing'")]
    [InlineData("kind", "7", "line 1: not the expected JSON")]
    [InlineData("files", "[]", "files: 0 entries")]
    [InlineData("files", "[null]", "files[0].path: missing")]
    [InlineData("files", """[{"path":"../x","bytes":1,"sha256":""}]""", "files[0].path: '../x'")]
    [InlineData("files", """[{"path":"/etc/passwd","bytes":1,"sha256":""}]""", "files[0].path: '/etc/passwd'")]
    [InlineData("files", """[{"path":"a/.x","bytes":1,"sha256":""}]""", "files[0].path: 'a/.x'")]
    [InlineData("files", """[{"path":"manifest.json","bytes":1,"sha256":"0000000000000000000000000000000000000000000000000000000000000000"}]""", "files[0].path: 'manifest.json' is named twice")]
    [InlineData("files", """[{"path":"a","bytes":-1,"sha256":""}]""", "files[0].bytes: -1")]
    [InlineData("files", """[{"path":"a","sha256":""}]""", "files[0].bytes: missing")]
    [InlineData("files", """[{"path":"a","bytes":1,"sha256":"ABC"}]""", "files[0].sha256: 'ABC'")]
    [InlineData("classes", "\"other.txt\"", "classes: 'other.txt'")]
    [InlineData("temperature", "0", "temperature: 0, expected 0.01 to 100")]
    public void A_manifest_that_breaks_a_rule_is_refused_with_the_field(string field, string json, string expected)
    {
        Change(m => m[field] = JsonNode.Parse(json));
        var error = Assert.Throws<ModelBundleException>(() => ModelBundle.Open(_bundle));
        Assert.StartsWith($"model bundle {_bundle}: manifest.json: {expected}", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_manifest_over_its_limit_is_refused_unread()
    {
        File.WriteAllText(InBundle("manifest.json"), new string(' ', ModelBundleLimits.ManifestBytes + 1));
        Assert.Contains("expected at most 262144", Assert.Throws<ModelBundleException>(() => ModelBundle.Open(_bundle)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_exchanged_after_the_check_is_noticed_when_it_is_read()
    {
        var bundle = ModelBundle.Open(_bundle);
        var content = File.ReadAllBytes(InBundle("model.onnx"));
        content[^1] ^= 1;
        File.WriteAllBytes(InBundle("model.onnx"), content);
        Assert.Throws<ModelBundleException>(() => bundle.Read("model.onnx"));
    }

    [Fact]
    public void A_label_that_comes_twice_is_refused_with_its_line()
    {
        Replace("labels.txt", "一\n二\n一\n"u8.ToArray());
        var error = Assert.Throws<ModelBundleException>(() => ModelBundle.Open(_bundle).ReadLabels());
        Assert.Contains("labels.txt: line 3: '一'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_network_that_is_none_is_refused_when_it_is_loaded()
    {
        Replace("model.onnx", "not a network"u8.ToArray());
        var error = Assert.Throws<ModelBundleException>(() => new OnnxInkRecognizer(ModelBundle.Open(_bundle)));
        Assert.Contains("model.onnx: cannot be loaded as a network", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_network_of_another_shape_than_the_labels_is_refused_with_both()
    {
        Replace("labels.txt", "一\n二\n"u8.ToArray());
        var error = Assert.Throws<ModelBundleException>(() => new OnnxInkRecognizer(ModelBundle.Open(_bundle)));
        Assert.Contains("'logits' is Single [-1, 15], expected 'logits' of float32 [N, 2]", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_bundle_of_another_kind_is_refused()
    {
        Change(m => m["kind"] = "speech");
        var error = Assert.Throws<ModelBundleException>(() => new OnnxInkRecognizer(ModelBundle.Open(_bundle)));
        Assert.Contains("kind: 'speech', expected 'handwriting-characters'", error.Message, StringComparison.Ordinal);
    }

    private string InBundle(string file) => Path.Combine(_bundle, file);

    private JsonObject Manifest() => JsonNode.Parse(File.ReadAllText(InBundle("manifest.json")))!.AsObject();

    private JsonObject Entry(int file) => Manifest()["files"]![file]!.AsObject();

    private void Change(Action<JsonObject> change)
    {
        var manifest = Manifest();
        change(manifest);
        File.WriteAllText(InBundle("manifest.json"), manifest.ToJsonString());
    }

    /// <summary>Another content under the right hash.</summary>
    private void Replace(string file, byte[] content)
    {
        File.WriteAllBytes(InBundle(file), content);
        Change(m =>
        {
            var entry = m["files"]!.AsArray().Single(f => f!["path"]!.GetValue<string>() == file)!;
            entry["bytes"] = content.Length;
            entry["sha256"] = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(content));
        });
    }
}
