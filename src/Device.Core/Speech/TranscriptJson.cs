using System.Text.Json;
using System.Text.Json.Serialization;

namespace Device.Core.Speech;

/// <summary>A transcript as JSON: the content of its blob, and what the local API gives. <c>docs/formats/recording.md</c>.</summary>
public static class TranscriptJson
{
    /// <summary>The longest that is read: a week of speech needs less.</summary>
    public const int MostBytes = 64 * 1024 * 1024;

    /// <summary>Writes a transcript.</summary>
    /// <param name="transcript">The transcript.</param>
    /// <returns>UTF-8.</returns>
    public static byte[] Write(Transcript transcript) => JsonSerializer.SerializeToUtf8Bytes(transcript, TranscriptJsonContext.Default.Transcript);

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    /// <param name="bytes">UTF-8, at most <see cref="MostBytes"/>.</param>
    /// <returns>The transcript.</returns>
    /// <exception cref="FormatException">It is no transcript; the message says where.</exception>
    public static Transcript Read(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > MostBytes)
        {
            throw new FormatException($"transcript: {bytes.Length} bytes, at most {MostBytes} expected");
        }

        try
        {
            var read = JsonSerializer.Deserialize(bytes, TranscriptJsonContext.Default.Transcript);
            return read is { Model: not null, Language: not null, Lines.IsDefault: false } && read.Lines.All(l => l is { Text: not null, Words.IsDefault: false } && l.Start >= 0 && l.End >= l.Start)
                ? read
                : throw new FormatException("transcript: model, language and lines with start, end, text and words expected");
        }
        catch (JsonException e)
        {
            throw new FormatException($"transcript: {e.Message}", e);
        }
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, MaxDepth = 8)]
[JsonSerializable(typeof(Transcript))]
internal sealed partial class TranscriptJsonContext : JsonSerializerContext;
