using System.Text.Json;
using System.Text.Json.Serialization;

namespace Device.Messages;

/// <summary>JSON of the contract's payloads: camel case, unknown fields ignored. Thread-safe.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    MaxDepth = 8)]
[JsonSerializable(typeof(AckMessage))]
[JsonSerializable(typeof(RequestMessage))]
[JsonSerializable(typeof(ReplyMessage))]
[JsonSerializable(typeof(PresenceMessage))]
[JsonSerializable(typeof(ReportedMessage))]
[JsonSerializable(typeof(DesiredMessage))]
[JsonSerializable(typeof(WithheldMessage))]
internal sealed partial class MessageJsonContext : JsonSerializerContext;

/// <summary>Writes and reads JSON payloads.</summary>
public static class MessageJson
{
    /// <summary>Writes a payload.</summary>
    /// <typeparam name="T">A message record of this project.</typeparam>
    /// <param name="message">The message.</param>
    /// <returns>UTF-8 JSON.</returns>
    public static byte[] Write<T>(T message)
        where T : class => JsonSerializer.SerializeToUtf8Bytes(message, typeof(T), MessageJsonContext.Default);

    /// <summary>Reads a payload.</summary>
    /// <typeparam name="T">A message record of this project.</typeparam>
    /// <param name="payload">UTF-8 JSON, at most <see cref="MqttContract.MaxPayloadBytes"/>.</param>
    /// <returns>The message; every field is within its limits.</returns>
    /// <exception cref="MessageFormatException">The payload is not that message.</exception>
    public static T Read<T>(ReadOnlySpan<byte> payload)
        where T : class
    {
        if (payload.Length > MqttContract.MaxPayloadBytes)
        {
            throw new MessageFormatException("payload", $"{payload.Length} bytes, at most {MqttContract.MaxPayloadBytes} expected");
        }

        T message;
        try
        {
            message = JsonSerializer.Deserialize(payload, typeof(T), MessageJsonContext.Default) as T
                ?? throw new MessageFormatException("payload", $"null, {typeof(T).Name} expected");
        }
        catch (JsonException e)
        {
            var field = e.Path is { Length: > 2 } path && path.StartsWith("$.", StringComparison.Ordinal) ? path[2..] : Missing<T>(payload);
            throw new MessageFormatException(field ?? "payload", field is null ? $"{typeof(T).Name} expected" : "missing or of another type", e);
        }

        return MessageRules.Broken(message) is { } rule ? throw new MessageFormatException(rule.Field, rule.Problem) : message;
    }

    /// <summary>The first field of a message that an object lacks; null when it lacks none or is no object.</summary>
    private static string? Missing<T>(ReadOnlySpan<byte> payload)
    {
        var json = new Utf8JsonReader(payload);
        var found = new HashSet<string>();
        try
        {
            json.Read();
            if (json.TokenType != JsonTokenType.StartObject)
            {
                return null;
            }

            while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
            {
                found.Add(json.GetString()!);
                json.Skip();
            }
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return null;
        }

        return MessageJsonContext.Default.GetTypeInfo(typeof(T))!.Properties.FirstOrDefault(p => p.IsRequired && !found.Contains(p.Name))?.Name;
    }
}
