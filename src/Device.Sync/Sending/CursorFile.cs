using System.Text.Json;
using System.Text.Json.Serialization;
using Device.Storage;
using Microsoft.Extensions.Logging;

namespace Device.Sync.Sending;

/// <summary>JSON of the cursor's file.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(SyncCursor))]
internal sealed partial class CursorJsonContext : JsonSerializerContext;

/// <summary>The cursor as JSON in a small file. One caller at a time.</summary>
/// <param name="file">The file.</param>
/// <param name="log">Hears of content that is not a cursor.</param>
internal sealed class CursorFile(AtomicFile file, ILogger log) : ICursorStore
{
    public async ValueTask<SyncCursor?> LoadAsync(CancellationToken cancellationToken)
    {
        if (await file.ReadAsync(cancellationToken) is not { } bytes)
        {
            return null;
        }

        try
        {
            var cursor = JsonSerializer.Deserialize(bytes, CursorJsonContext.Default.SyncCursor);
            return cursor is { Position: >= 0, Questions: >= 0, Seen: >= 0, Blobs: >= 0 } ? cursor : throw new JsonException("positions of at least 0 expected");
        }
        catch (JsonException e)
        {
            // The file was whole, so this was written by another version: it is replaced by the next save.
            log.CursorUnknown(e.Message);
            return null;
        }
    }

    public ValueTask SaveAsync(SyncCursor cursor, CancellationToken cancellationToken) =>
        file.WriteAsync(JsonSerializer.SerializeToUtf8Bytes(cursor, CursorJsonContext.Default.SyncCursor), cancellationToken);
}
