namespace Spark.Gateway.Chat;

/// <summary>Which of the service's two chat interfaces is spoken.</summary>
public enum SparkTransport
{
    /// <summary>OpenAI-compatible HTTP with server-sent events; needs the API password.</summary>
    Http = 0,

    /// <summary>WebSocket with a signed address; needs application id, API key and API secret.</summary>
    WebSocket = 1,
}
