using System.Collections.Immutable;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Serialization;
using Device.Recognition.Speech.Keywords;

namespace Device.Recognition.Speech.Phrases;

/// <summary>Writes and reads an enrolled phrase (docs/formats/phrase.md). It holds embeddings, from which what was said cannot be heard.</summary>
public static class PhraseFile
{
    private const int Version = 1;

    /// <summary>Writes a phrase.</summary>
    /// <param name="phrase">The phrase.</param>
    /// <returns>The file's bytes.</returns>
    public static byte[] Write(EnrolledPhrase phrase)
    {
        var takes = phrase.Takes.Select(t => MemoryMarshal.AsBytes(t.AsSpan()).ToArray()).ToArray();
        return JsonSerializer.SerializeToUtf8Bytes(new Raw(Version, phrase.Name, phrase.Threshold, takes), PhraseJson.Default.Raw);
    }

    /// <summary>Reads a phrase.</summary>
    /// <param name="content">The file's bytes.</param>
    /// <param name="source">The file's name, for errors.</param>
    /// <returns>The phrase.</returns>
    /// <exception cref="PhraseException">It is no such file.</exception>
    public static EnrolledPhrase Read(ReadOnlySpan<byte> content, string source)
    {
        if (content.Length > PhraseLimits.FileBytes)
        {
            throw new PhraseException($"{source}: {content.Length} bytes, at most {PhraseLimits.FileBytes} expected");
        }

        Raw raw;
        try
        {
            raw = JsonSerializer.Deserialize(content, PhraseJson.Default.Raw) ?? throw new PhraseException($"{source}: null, expected an object");
        }
        catch (JsonException e)
        {
            throw new PhraseException($"{source}: line {(e.LineNumber ?? 0) + 1}: not the expected JSON", e);
        }

        Expect(raw.Version == Version, source, "version", $"{raw.Version}", $"{Version}");
        Expect(raw.Name is { Length: >= 1 and <= PhraseLimits.NameLength }, source, "name", $"'{raw.Name}'", $"1 to {PhraseLimits.NameLength} characters");
        Expect(raw.Threshold is > 0 and < 1, source, "threshold", $"{raw.Threshold}", "above 0 and below 1");
        Expect(raw.Takes is { Length: >= PhraseLimits.FewestTakes and <= PhraseLimits.MostTakes }, source, "takes", $"{raw.Takes?.Length}", $"{PhraseLimits.FewestTakes} to {PhraseLimits.MostTakes}");
        return new EnrolledPhrase(raw.Name!, raw.Threshold, [.. raw.Takes!.Select((t, i) => Take(t, source, i))]);
    }

    private static ImmutableArray<float> Take(byte[]? bytes, string source, int index)
    {
        var step = SpeechEmbedding.Length * sizeof(float);
        Expect(
            bytes is not null && bytes.Length % step == 0 && bytes.Length / step is >= PhraseLimits.FewestSteps and <= PhraseLimits.MostSteps,
            source, $"takes[{index}]", $"{bytes?.Length} bytes", $"{PhraseLimits.FewestSteps} to {PhraseLimits.MostSteps} times {step}");
        var values = MemoryMarshal.Cast<byte, float>(bytes).ToArray();
        Expect(values.All(v => Math.Abs(v) <= 1.001f), source, $"takes[{index}]", "a value that is not -1 to 1", "scaled embeddings");
        return [.. values];
    }

    private static void Expect(bool holds, string source, string field, string found, string expected)
    {
        if (!holds)
        {
            throw new PhraseException($"{source}: {field}: {found} found, {expected} expected");
        }
    }

    internal sealed record Raw(int Version, string? Name, float Threshold, byte[]?[]? Takes);
}

/// <summary>Source-generated JSON of phrases and of the embedding's statistics.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(PhraseFile.Raw))]
[JsonSerializable(typeof(EmbeddingScale.Statistics))]
internal sealed partial class PhraseJson : JsonSerializerContext;
