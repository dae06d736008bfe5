namespace Spark.Gateway.Chat;

/// <summary>How connections to the service are made, for both interfaces.</summary>
internal static class SparkConnections
{
    // Long enough to keep TLS sessions warm, short enough to follow a change of the service's addresses.
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(5);

    public static SocketsHttpHandler Handler(int connectSeconds) => new()
    {
        ConnectTimeout = TimeSpan.FromSeconds(connectSeconds),
        PooledConnectionLifetime = Lifetime,
        // A redirect would carry the password to another host.
        AllowAutoRedirect = false,
        UseCookies = false,
    };
}
