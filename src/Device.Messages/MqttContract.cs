namespace Device.Messages;

/// <summary>What every message of the contract shares: <c>docs/formats/mqtt.md</c>.</summary>
public static class MqttContract
{
    /// <summary>The contract's version, sent as the user property <see cref="VersionProperty"/>. A receiver refuses a greater one.</summary>
    public const int Version = 1;

    /// <summary>Name of the MQTT 5 user property that carries <see cref="Version"/>.</summary>
    public const string VersionProperty = "v";

    /// <summary>Largest payload in bytes (the portable limit of public MQTT services).</summary>
    public const int MaxPayloadBytes = 128 * 1024;

    /// <summary>Content type of JSON payloads.</summary>
    public const string Json = "application/json";

    /// <summary>Content type of a batch of facts (<see cref="ChangesCodec"/>).</summary>
    public const string Facts = "application/vnd.device.facts";
}
