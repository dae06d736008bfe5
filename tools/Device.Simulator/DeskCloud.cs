using Spark.Gateway.Service;
using Spark.StandIn;

namespace Device.Simulator;

/// <summary>The cloud on the desk: embedded broker, Spark stand-in and gateway in this process, their data in one folder.</summary>
internal sealed class DeskCloud : IAsyncDisposable
{
    private static readonly TimeSpan StartWithin = TimeSpan.FromSeconds(30);

    private readonly EmbeddedBroker _broker;
    private readonly StandInApp _standIn;
    private readonly GatewayApp _gateway;

    private DeskCloud(EmbeddedBroker broker, StandInApp standIn, GatewayApp gateway) =>
        (_broker, _standIn, _gateway) = (broker, standIn, gateway);

    public int BrokerPort => _broker.Port;

    public static async Task<DeskCloud> StartAsync(DirectoryInfo data, TimeProvider time, CancellationToken cancellationToken)
    {
        var folder = data.CreateSubdirectory("cloud");
        var broker = await EmbeddedBroker.StartAsync();
        StandInApp? standIn = null;
        GatewayApp? gateway = null;
        try
        {
            var keys = new StandInOptions();
            standIn = await StandInApp.StartAsync(keys, time, cancellationToken);
            var spark = standIn.HttpAddress;
            gateway = await GatewayApp.StartAsync(
                new GatewaySetup
                {
                    Spark = options => (options.HttpAddress, options.ApiPassword) = (spark, keys.ApiPassword),

                    // The embedded broker has no shared subscriptions.
                    Broker = options => (options.Port, options.SharedSubscription) = (broker.Port, false),
                    Store = options => options.SqliteFile = Path.Combine(folder.FullName, "gateway.db"),
                    Http = options => options.Port = 0,
                    Logging = logging => logging.AddFilter(level => level >= LogLevel.Warning).AddSimpleConsole().AddConsole(console => console.LogToStandardErrorThreshold = LogLevel.Trace),
                    TimeProvider = time,
                },
                cancellationToken);
            await gateway.Ready.WaitAsync(StartWithin, time, cancellationToken);
            return new DeskCloud(broker, standIn, gateway);
        }
        catch
        {
            await DisposeAsync(broker, standIn, gateway);
            throw;
        }
    }

    public ValueTask DisposeAsync() => DisposeAsync(_broker, _standIn, _gateway);

    private static async ValueTask DisposeAsync(EmbeddedBroker broker, StandInApp? standIn, GatewayApp? gateway)
    {
        if (gateway is not null)
        {
            await gateway.DisposeAsync();
        }

        if (standIn is not null)
        {
            await standIn.DisposeAsync();
        }

        await broker.DisposeAsync();
    }
}
