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
    /// <returns>The message.</returns>
    /// <exception cref="MessageFormatException">The payload is not that message.</exception>
    public static T Read<T>(ReadOnlySpan<byte> payload)
        where T : class
    {
        if (payload.Length > MqttContract.MaxPayloadBytes)
        {
            throw new MessageFormatException("payload", $"{payload.Length} bytes, at most {MqttContract.MaxPayloadBytes} expected");
        }

        try
        {
            return JsonSerializer.Deserialize(payload, typeof(T), MessageJsonContext.Default) as T
                ?? throw new MessageFormatException("payload", $"{typeof(T).Name} expected, null found");
        }
        catch (JsonException e)
        {
            throw new MessageFormatException(e.Path ?? "payload", $"{typeof(T).Name} expected", e);
        }
    }
}
