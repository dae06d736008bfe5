using Spark.Gateway.Broker;
using Spark.Gateway.Chat;
using Spark.Gateway.Store;
using Spark.Gateway.Work;

namespace Spark.Gateway.Service;

/// <summary>What a gateway is built from. Everything has a default; a program that hosts one sets what it needs.</summary>
public sealed class GatewaySetup
{
    /// <summary>Sections <c>Spark</c>, <c>Broker</c>, <c>Store</c>, <c>Work</c> and <c>Http</c>; null for none.</summary>
    public IConfiguration? Configuration { get; init; }

    /// <summary>Changes options of Spark after the configuration, or null.</summary>
    public Action<SparkOptions>? Spark { get; init; }

    /// <summary>Changes options of the broker after the configuration, or null.</summary>
    public Action<BrokerOptions>? Broker { get; init; }

    /// <summary>Changes options of the store after the configuration, or null.</summary>
    public Action<StoreOptions>? Store { get; init; }

    /// <summary>Changes options of the worker after the configuration, or null.</summary>
    public Action<WorkOptions>? Work { get; init; }

    /// <summary>Changes options of the health address after the configuration, or null.</summary>
    public Action<HttpOptions>? Http { get; init; }

    /// <summary>Answers questions instead of the Spark service, or null.</summary>
    public ISparkBackend? Backend { get; init; }

    /// <summary>Where logs go, or null for nowhere.</summary>
    public Action<ILoggingBuilder>? Logging { get; init; }

    /// <summary>The clock of all waiting but the broker connection's own.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>Source of jitter and of the worker's name; used only while the gateway is built.</summary>
    public Random Random { get; init; } = new();
}
