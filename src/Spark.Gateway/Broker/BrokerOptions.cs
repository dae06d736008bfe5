using System.ComponentModel.DataAnnotations;

namespace Spark.Gateway.Broker;

/// <summary>How the MQTT broker is reached. Bound from the configuration section <c>Broker</c> and checked at start.</summary>
public sealed class BrokerOptions
{
    /// <summary>Name or address of the broker.</summary>
    [Required, StringLength(253, MinimumLength = 1)]
    public string Host { get; set; } = "127.0.0.1";

    /// <summary>TCP port, 1 to 65,535; 8883 is usual with TLS.</summary>
    [Range(1, 65_535)]
    public int Port { get; set; } = 1883;

    /// <summary>Whether TLS is spoken. Without it the host must be this machine, or <see cref="AllowPlainText"/> be set.</summary>
    public bool UseTls { get; set; }

    /// <summary>Permits a connection without TLS to another machine, for a network that is secured otherwise.</summary>
    public bool AllowPlainText { get; set; }

    /// <summary>PEM file with the authorities that the broker's certificate may come from, or null for the system's.</summary>
    public string? AuthorityFile { get; set; }

    /// <summary>PEM file with the gateway's certificate, or null.</summary>
    public string? CertificateFile { get; set; }

    /// <summary>PEM file with the key of <see cref="CertificateFile"/>.</summary>
    public string? KeyFile { get; set; }

    /// <summary>User name, or null where the certificate names the gateway.</summary>
    public string? UserName { get; set; }

    /// <summary>File with the password of <see cref="UserName"/>, or null.</summary>
    public string? PasswordFile { get; set; }

    /// <summary>The worker's name, unique among those that run; null makes one of host and a random number.</summary>
    [StringLength(64, MinimumLength = 1)]
    public string? Worker { get; set; }

    /// <summary>
    /// Whether workers share the machines' messages among them (<c>$share</c>). Switch it off for a broker that has no shared
    /// subscriptions; then one worker only.
    /// </summary>
    public bool SharedSubscription { get; set; } = true;

    /// <summary>Seconds between signs of life, 1 to 3,600; not above what the broker asks for.</summary>
    [Range(1, 3600)]
    public int KeepAliveSeconds { get; set; } = 30;

    /// <summary>Messages that the broker may send before one is handled, 1 to 65,535.</summary>
    [Range(1, 65_535)]
    public int ReceiveMaximum { get; set; } = 512;

    /// <summary>Messages that may be sent before one is acknowledged, 1 to 65,535; less if the broker says so.</summary>
    [Range(1, 65_535)]
    public int SendMaximum { get; set; } = 100;

    /// <summary>Seconds that one connection, subscription or message may take, 1 to 300.</summary>
    [Range(1, 300)]
    public int ReplySeconds { get; set; } = 10;

    /// <summary>Milliseconds before the first new try to connect, doubled each time, 10 to 60,000.</summary>
    [Range(10, 60_000)]
    public int BackOffMs { get; set; } = 500;

    /// <summary>Longest pause between tries in milliseconds, 10 to 600,000.</summary>
    [Range(10, 600_000)]
    public int BackOffLimitMs { get; set; } = 30_000;
}
