using System.Buffers;
using System.Collections.Immutable;
using System.Text.Json;

namespace Device.Recognition.Models;

/// <summary>Reads and checks a manifest. Every rule it states is in docs/formats/model-bundle.md.</summary>
internal static class ManifestReader
{
    internal const string FileName = "manifest.json";

    private const int PathNames = 8;

    private static readonly SearchValues<char> NameCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-");

    private static readonly SearchValues<char> Hexadecimal = SearchValues.Create("0123456789abcdef");

    internal static ModelManifest Read(string bundle, ReadOnlySpan<byte> json)
    {
        RawManifest? raw;
        try
        {
            raw = JsonSerializer.Deserialize(json, ManifestJson.Default.RawManifest);
        }
        catch (JsonException e)
        {
            throw Bad(bundle, $"line {(e.LineNumber ?? 0) + 1}: not the expected JSON: {FirstSentence(e.Message)}", e);
        }

        if (raw is null)
        {
            throw Bad(bundle, "null, expected an object");
        }

        return new ModelManifest(
            Name(bundle, "name", raw.Name),
            Name(bundle, "version", raw.Version),
            Name(bundle, "kind", raw.Kind),
            Files(bundle, raw.Files),
            Classes(bundle, raw),
            Temperature(bundle, raw.Temperature));
    }

    private static string Name(string bundle, string field, string? value) =>
        value is { Length: >= 1 and <= ModelBundleLimits.NameLength } && value.AsSpan().IndexOfAnyExcept(NameCharacters) < 0
            ? value
            : throw Bad(bundle, $"{field}: {Shown(value)}, expected 1 to {ModelBundleLimits.NameLength} letters, digits, '.', '_' and '-'");

    private static ImmutableArray<ModelFile> Files(string bundle, RawManifestFile?[]? raw)
    {
        if (raw is not { Length: >= 1 and <= ModelBundleLimits.Files })
        {
            throw Bad(bundle, $"files: {(raw is null ? "missing" : $"{raw.Length} entries")}, expected 1 to {ModelBundleLimits.Files}");
        }

        var files = ImmutableArray.CreateBuilder<ModelFile>(raw.Length);
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase) { FileName };
        for (var i = 0; i < raw.Length; i++)
        {
            var file = File(bundle, i, raw[i]);
            if (!seen.Add(file.Path))
            {
                throw Bad(bundle, $"files[{i}].path: {Shown(file.Path)} is named twice, expected each file once and not the manifest");
            }

            files.Add(file);
        }

        return files.MoveToImmutable();
    }

    private static ModelFile File(string bundle, int i, RawManifestFile? raw)
    {
        if (raw?.Path is not { } path || !IsSafe(path))
        {
            throw Bad(bundle, $"files[{i}].path: {Shown(raw?.Path)}, expected a relative path of 1 to {PathNames} names inside the bundle");
        }

        if (raw.Bytes is not (>= 0 and <= ModelBundleLimits.FileBytes))
        {
            throw Bad(bundle, $"files[{i}].bytes: {raw.Bytes?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "missing"}, expected 0 to {ModelBundleLimits.FileBytes}");
        }

        return raw.Sha256 is { Length: 64 } hash && hash.AsSpan().IndexOfAnyExcept(Hexadecimal) < 0
            ? new ModelFile(path, raw.Bytes.Value, hash)
            : throw Bad(bundle, $"files[{i}].sha256: {Shown(raw.Sha256)}, expected 64 lower-case hexadecimal digits");
    }

    private static string? Classes(string bundle, RawManifest raw) =>
        raw.Classes is null || raw.Files!.Any(f => f!.Path == raw.Classes)
            ? raw.Classes
            : throw Bad(bundle, $"classes: {Shown(raw.Classes)}, expected a path that is among the files");

    private static float Temperature(string bundle, float? value) => value switch
    {
        null => 1,
        >= 0.01f and <= 100 => value.Value,
        _ => throw Bad(bundle, $"temperature: {value}, expected 0.01 to 100"),
    };

    /// <summary>No name may leave the folder, hide, or mean something else on another file system.</summary>
    private static bool IsSafe(string path)
    {
        var names = path.Split('/');
        return names.Length <= PathNames
            && names.All(n => n.Length is >= 1 and <= ModelBundleLimits.NameLength && n[0] != '.' && n.AsSpan().IndexOfAnyExcept(NameCharacters) < 0);
    }

    private static string Shown(string? value) => value switch
    {
        null => "missing",
        { Length: > 80 } => $"'{value[..80]}…'",
        _ => $"'{value}'",
    };

    private static string FirstSentence(string message)
    {
        var end = message.IndexOf(". ", StringComparison.Ordinal);
        return end < 0 ? message : message[..end];
    }

    private static ModelBundleException Bad(string bundle, string problem, Exception? inner = null) => new(bundle, FileName, problem, inner);
}
