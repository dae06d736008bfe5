using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Device.Cli;

/// <summary>JSON for scripts and people: Chinese stays readable, since the output goes to a terminal or a file, never into a web page.</summary>
internal static class JsonText
{
    private static readonly JsonSerializerOptions Readable = new(CliJson.Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    internal static string Of<T>(T value) => JsonSerializer.Serialize(value, (JsonTypeInfo<T>)Readable.GetTypeInfo(typeof(T)));
}
