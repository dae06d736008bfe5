namespace Device.Messages;

/// <summary>What every message of the contract shares: <c>docs/formats/mqtt.md</c>.</summary>
public static class MqttContract
{
    /// <summary>The contract's version, sent as the user property <see cref="VersionProperty"/>. A receiver refuses a greater one.</summary>
    public const int Version = 1;

    /// <summary>Name of the MQTT 5 user property that carries <see cref="Version"/>.</summary>
    public const string VersionProperty = "v";

    /// <summary>
    /// Name of the user property of <c>down/changes</c> that names the account. A machine that is moved to another account sees
    /// another name, and has seen nothing of it.
    /// </summary>
    public const string StreamProperty = "stream";

    /// <summary>
    /// Name of the user property of <c>down/changes</c> that says, as a decimal number, after which position of the stream the
    /// message goes on. Above what the machine has seen it means that an earlier message is missing.
    /// </summary>
    public const string AfterProperty = "after";

    /// <summary>
    /// Name of the user property of <c>down/changes</c> that says, as a decimal number, up to which position of the stream the
    /// machine has seen every fact once it has stored this message and all before it.
    /// </summary>
    public const string ToProperty = "to";

    /// <summary>
    /// Name of the user property of <c>down/changes</c> that marks the messages of an answer to a presence without an epoch:
    /// <c>1</c>, and <see cref="LastOfAll"/> in the last. They hold every fact of the account in order, the machine's own as well.
    /// </summary>
    public const string AllProperty = "all";

    /// <summary>Value of <see cref="AllProperty"/> in the last message: nothing else had been stored when it was sent.</summary>
    public const string LastOfAll = "last";

    /// <summary>
    /// Name of the user property that any message may have: the trace it belongs to, as the header of the same name of W3C Trace
    /// Context. For those who operate the cloud; a receiver that does not trace ignores it.
    /// </summary>
    public const string TraceProperty = "traceparent";

    /// <summary>Largest payload in bytes (the portable limit of public MQTT services).</summary>
    public const int MaxPayloadBytes = 128 * 1024;

    /// <summary>Content type of JSON payloads.</summary>
    public const string Json = "application/json";

    /// <summary>Content type of <c>up/progress</c> (<see cref="ProgressCodec"/>).</summary>
    public const string Progress = "application/vnd.device.progress";

    /// <summary>Content type of <c>down/horizon</c> (<see cref="HorizonCodec"/>).</summary>
    public const string Horizon = "application/vnd.device.horizon";

    /// <summary>Content type of a batch of facts (<see cref="ChangesCodec"/>).</summary>
    public const string Facts = "application/vnd.device.facts";

    /// <summary>Content type of blob messages (<see cref="BlobCodec"/>).</summary>
    public const string Blob = "application/vnd.device.blob";
}
