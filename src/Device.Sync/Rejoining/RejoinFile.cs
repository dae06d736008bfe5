using System.Text.Json;
using System.Text.Json.Serialization;
using Device.Storage;
using Microsoft.Extensions.Logging;

namespace Device.Sync.Rejoining;

/// <summary>JSON of the order's file.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true, MaxDepth = 8)]
[JsonSerializable(typeof(RejoinOrder))]
internal sealed partial class RejoinJsonContext : JsonSerializerContext;

/// <summary>The order as JSON in a small file. One caller at a time.</summary>
/// <param name="file">The file.</param>
/// <param name="log">Hears of content that is not an order.</param>
public sealed class RejoinFile(AtomicFile file, ILogger log)
{
    /// <summary>Reads it.</summary>
    /// <param name="ct">Gives up.</param>
    /// <returns>The order, or null when there is none that can be read: then the gateway closes the epoch once more.</returns>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public async ValueTask<RejoinOrder?> LoadAsync(CancellationToken ct)
    {
        if (await file.ReadAsync(ct) is not { } bytes)
        {
            return null;
        }

        try
        {
            return JsonSerializer.Deserialize(bytes, RejoinJsonContext.Default.RejoinOrder);
        }
        catch (JsonException e)
        {
            log.RejoinUnknown(e.Message);
            return null;
        }
    }

    /// <summary>Replaces it, whole or not at all.</summary>
    /// <param name="order">The order.</param>
    /// <param name="ct">Gives up.</param>
    /// <returns>When it is on flash.</returns>
    /// <exception cref="IOException">It could not be written; the old one is still there.</exception>
    public ValueTask SaveAsync(RejoinOrder order, CancellationToken ct) =>
        file.WriteAsync(JsonSerializer.SerializeToUtf8Bytes(order, RejoinJsonContext.Default.RejoinOrder), ct);
}
