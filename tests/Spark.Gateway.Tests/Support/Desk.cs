using Microsoft.Extensions.Logging;
using Spark.Gateway.Chat;
using Spark.Gateway.Service;
using Spark.Gateway.Store;
using Spark.Gateway.Work;
using Spark.StandIn;

namespace Spark.Gateway.Tests.Support;

/// <summary>A whole cloud on the desk: broker, gateway, stand-in, store.</summary>
internal sealed class Desk : IAsyncDisposable
{
    private readonly TestFolder _folder = new();
    private GatewayApp? _gateway;

    private Desk(TestBroker broker, StandInApp standIn)
    {
        Broker = broker;
        StandIn = standIn;
    }

    public TestBroker Broker { get; }

    public StandInApp StandIn { get; }

    public CapturedLog Log { get; } = new();

    public GatewayApp Gateway => _gateway!;

    public static async Task<Desk> StartAsync(
        Action<WorkOptions>? work = null, Action<StoreOptions>? store = null, Action<SparkOptions>? spark = null, ISparkBackend? backend = null)
    {
        Desk desk = new(await TestBroker.StartedAsync(), await SparkSetup.StandInAsync());
        await desk.StartGatewayAsync(work, store, spark, backend);
        return desk;
    }

    public async Task StartGatewayAsync(
        Action<WorkOptions>? work = null, Action<StoreOptions>? store = null, Action<SparkOptions>? spark = null, ISparkBackend? backend = null)
    {
        _gateway = await GatewayApp.StartAsync(Setup(work, store, spark, backend), SparkSetup.Cancel);
        await _gateway.Ready.WaitAsync(TimeSpan.FromSeconds(30), SparkSetup.Cancel);
    }

    public GatewaySetup Setup(
        Action<WorkOptions>? work = null, Action<StoreOptions>? store = null, Action<SparkOptions>? spark = null, ISparkBackend? backend = null) => new()
        {
            Spark = options =>
            {
                options.HttpAddress = StandIn.HttpAddress;
                options.ApiPassword = SparkSetup.Password;
                options.BackOffMs = 10;
                options.BackOffLimitMs = 20;
                spark?.Invoke(options);
            },
            Broker = options =>
            {
                options.Port = Broker.Port;
                options.SharedSubscription = false;
                options.BackOffMs = 10;
                options.BackOffLimitMs = 100;
            },
            Store = options =>
            {
                options.SqliteFile = _folder.File("gateway.db");
                options.AccountRule = AccountRule.Tenant;
                store?.Invoke(options);
            },
            Work = options =>
            {
                options.PartMs = 0;
                work?.Invoke(options);
            },
            Http = options => options.Port = 0,
            Backend = backend,
            Logging = logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(Log),
        };

    public StoreOptions StoreOptions() => new() { SqliteFile = _folder.File("gateway.db"), AccountRule = AccountRule.Tenant };

    public Task<FakeMachine> MachineAsync(string name) => FakeMachine.ConnectAsync(name, Broker.Port);

    public async Task StopGatewayAsync()
    {
        await _gateway!.DisposeAsync();
        _gateway = null;
    }

    public async ValueTask DisposeAsync()
    {
        if (_gateway is not null)
        {
            await _gateway.DisposeAsync();
        }

        await StandIn.DisposeAsync();
        await Broker.DisposeAsync();
        _folder.Dispose();
    }
}
