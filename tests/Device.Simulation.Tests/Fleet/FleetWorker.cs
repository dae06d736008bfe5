using System.Diagnostics.Metrics;
using Device.Messages;
using Device.Storage;
using Microsoft.Extensions.DependencyInjection;
using Spark.Gateway.Broker;
using Spark.Gateway.Chat;
using Spark.Gateway.Service;
using Spark.Gateway.Store;
using Spark.Gateway.Work;

namespace Device.Simulation.Tests.Fleet;

/// <summary>One worker: the gateway's own lanes, handlers and store, with the simulated broker in the place of MQTT.</summary>
internal sealed class FleetWorker : IDownlink
{
    private readonly FleetWorld _world;
    private readonly IServiceProvider _services;
    private readonly SeededScheduler.Process _process;

    public FleetWorker(FleetWorld world, FleetGateway gateway, string name)
    {
        _world = world;
        ServiceCollection services = new();
        services.AddLogging();
        GatewayServices.Add(services, new GatewaySetup
        {
            TimeProvider = world.Time,
            Random = new Random(1),
            Backend = new NoBackend(),
            Store = o => (o.SqliteFile, o.AccountRule) = (gateway.Database, AccountRule.Tenant),
            Work = o => (o.Lanes, o.CatchUps, o.FactsPerRead, o.MessagesPerTransaction) = (2, 2, 16, 8),
        });
        services.AddSingleton<IDownlink>(this);
        _services = services.BuildServiceProvider();
        _process = world.Scheduler.Start(name, RunAsync);
    }

    public int MaxPayloadBytes => 2_048;

    public void Receive(InboundMessage message)
    {
        if (!_process.IsDead)
        {
            _services.GetRequiredService<Lanes>().TryAdd(message);
        }
    }

    /// <summary>Its container is not disposed: a process that is killed does not tidy up either. Its meters alone would outlive it here.</summary>
    public void Kill()
    {
        _process.Kill();
        _services.GetRequiredService<IMeterFactory>().Dispose();
    }

    public async Task<bool> SendAsync(OutboundMessage message, CancellationToken cancellationToken)
    {
        await Task.Yield();
        if (!_world.IsWell && _world.Random.Next(1_000) < _world.NetworkTrouble)
        {
            return false;
        }

        var machine = _world.Find(message.Topic.Device);
        if (message.Topic.Kind == TopicKind.DownBlob)
        {
            var sent = BlobCodec.Read(message.Payload);
            machine.Secrets.Told(message.Topic.RequestId, sent);
            if (sent is BlobMessage.State { Stage: BlobStage.Whole } && BlobId.TryParse(message.Topic.RequestId, out var whole))
            {
                _world.Confirmed.Add(whole);
            }
        }

        machine.Broker.Send(message.Topic, message.Payload, message.ContentType, "1", message.Properties);
        return true;
    }

    private Task RunAsync() => Task.WhenAll(
        _services.GetRequiredService<Lanes>().RunAsync(_services.GetRequiredService<MessageRouter>().HandleAsync, CancellationToken.None),
        _services.GetRequiredService<CatchUp>().RunAsync(CancellationToken.None));

    private sealed class NoBackend : ISparkBackend
    {
        public IAsyncEnumerable<SparkPart> AskAsync(SparkQuestion question, CancellationToken cancellationToken) =>
            throw new InvalidOperationException("nobody asks here");
    }
}
