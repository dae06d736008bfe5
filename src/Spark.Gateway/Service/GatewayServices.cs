using Microsoft.Extensions.Options;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;
using Spark.Gateway.Asking;
using Spark.Gateway.Broker;
using Spark.Gateway.Chat;
using Spark.Gateway.Store;
using Spark.Gateway.Work;

namespace Spark.Gateway.Service;

/// <summary>Puts the parts of a gateway together.</summary>
internal static class GatewayServices
{
    public static void Add(IServiceCollection services, GatewaySetup setup)
    {
        AddOptions(services, setup);
        services.AddSingleton(setup.TimeProvider);
        // Random is not safe to share, so each part gets a child of its own.
        services.AddTransient(_ =>
        {
            lock (setup.Random)
            {
                return new Random(setup.Random.Next());
            }
        });
        services.AddMetrics();
        services.AddSingleton<GatewayMetrics>();
        var telemetry = services.AddOpenTelemetry().WithMetrics(metrics => metrics.AddMeter(GatewayMetrics.Name).AddPrometheusExporter());
        AddTraces(telemetry, setup.Configuration?.GetSection("Traces").Get<TraceOptions>() ?? new TraceOptions());
        services.AddSingleton<WorkerName>();
        services.AddSingleton(Store);
        services.AddSingleton(provider => setup.Backend ?? (ISparkBackend)Backend(provider));
        services.AddSingleton<BrokerConnection>();
        services.AddSingleton<IDownlink>(provider => provider.GetRequiredService<BrokerConnection>());
        services.AddSingleton<FactSender>();
        services.AddSingleton<FanOut>();
        services.AddSingleton<CatchUp>();
        services.AddSingleton<ChangesHandler>();
        services.AddSingleton<PresenceHandler>();
        services.AddSingleton<ProgressHandler>();
        services.AddSingleton<ReportedHandler>();
        services.AddSingleton<WithheldHandler>();
        services.AddSingleton<BlobHandler>();
        services.AddSingleton<Asker>();
        services.AddSingleton<QuestionDesk>();
        services.AddSingleton<MessageRouter>();
        services.AddSingleton<Lanes>();
        services.AddSingleton<DesiredSender>();
        services.AddSingleton<Pruning>();
        services.AddSingleton<Expulsion>();
        services.AddSingleton<HealthEndpoint>();
        services.AddSingleton<Worker>();
        services.AddHostedService(provider => provider.GetRequiredService<Worker>());
    }

    private static void AddTraces(OpenTelemetryBuilder telemetry, TraceOptions options)
    {
        // Read before the options are checked, since services cannot be added later; what is wrong is told by the check.
        if (Uri.TryCreate(options.Endpoint, UriKind.Absolute, out var endpoint))
        {
            telemetry.ConfigureResource(resource => resource.AddService("spark-gateway")).WithTracing(traces => traces
                .AddSource(GatewayTraces.Name)
                .SetSampler(new ParentBasedSampler(new TraceIdRatioBasedSampler(Math.Clamp(options.Ratio, 0, 1))))
                .AddOtlpExporter(exporter => exporter.Endpoint = endpoint));
        }
    }

    private static void AddOptions(IServiceCollection services, GatewaySetup setup)
    {
        var configuration = setup.Configuration ?? new ConfigurationBuilder().Build();
        services.AddSingleton<IValidateOptions<SparkOptions>, SparkOptionsCheck>();
        services.AddSingleton<IValidateOptions<BrokerOptions>, BrokerAttributesCheck>();
        services.AddSingleton<IValidateOptions<BrokerOptions>, BrokerOptionsCheck>();
        services.AddSingleton<IValidateOptions<StoreOptions>, StoreOptionsCheck>();
        services.AddSingleton<IValidateOptions<WorkOptions>, WorkOptionsCheck>();
        services.AddSingleton<IValidateOptions<HttpOptions>, HttpOptionsCheck>();
        services.AddSingleton<IValidateOptions<TraceOptions>, TraceOptionsCheck>();
        services.AddOptions<TraceOptions>().Bind(configuration.GetSection("Traces")).ValidateOnStart();
        services.AddOptions<SparkOptions>().Bind(configuration.GetSection("Spark")).PostConfigure(options => setup.Spark?.Invoke(options)).ValidateOnStart();
        services.AddOptions<BrokerOptions>().Bind(configuration.GetSection("Broker")).PostConfigure(options => setup.Broker?.Invoke(options)).ValidateOnStart();
        services.AddOptions<StoreOptions>().Bind(configuration.GetSection("Store")).PostConfigure(options => setup.Store?.Invoke(options)).ValidateOnStart();
        services.AddOptions<WorkOptions>().Bind(configuration.GetSection("Work")).PostConfigure(options => setup.Work?.Invoke(options)).ValidateOnStart();
        services.AddOptions<HttpOptions>().Bind(configuration.GetSection("Http")).PostConfigure(options => setup.Http?.Invoke(options)).ValidateOnStart();
        // The worker's own limits end it; the host's must not cut them short.
        services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromHours(1));
    }

    private static IAccountStore Store(IServiceProvider provider)
    {
        var options = provider.GetRequiredService<IOptions<StoreOptions>>().Value;
        return options.Kind == StoreKind.Postgres ? new PostgresAccountStore(options) : new SqliteAccountStore(options);
    }

    private static RetryingSparkBackend Backend(IServiceProvider provider)
    {
        var options = provider.GetRequiredService<IOptions<SparkOptions>>();
        ISparkBackend backend = options.Value.Transport == SparkTransport.WebSocket
            ? ActivatorUtilities.CreateInstance<SparkWebSocketBackend>(provider)
            : ActivatorUtilities.CreateInstance<SparkHttpBackend>(provider);
        return ActivatorUtilities.CreateInstance<RetryingSparkBackend>(provider, backend);
    }
}
