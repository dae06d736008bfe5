using Device.Messages;
using Microsoft.Extensions.Logging;
using Spark.Gateway.Service;
using Spark.Gateway.Store;
using Spark.Gateway.Tests.Support;
using Spark.StandIn;

namespace Spark.Gateway.Tests.Service;

/// <summary>Several workers over one PostgreSQL and one Mosquitto with shared subscriptions: how the gateway grows.</summary>
[Collection(PostgresTests.Name)]
public sealed class GatewayWorkersTests(PrivatePostgres postgres) : IDisposable
{
    private readonly CapturedLog _log = new();

    public void Dispose() => _log.Dispose();

    private async Task<GatewayApp> WorkerAsync(int port, string database, StandInApp standIn)
    {
        var worker = await GatewayApp.StartAsync(
            new GatewaySetup
            {
                Spark = options => (options.HttpAddress, options.ApiPassword) = (standIn.HttpAddress, SparkSetup.Password),
                Broker = options => options.Port = port,
                Store = options => (options.Kind, options.PostgresConnection, options.AccountRule) = (StoreKind.Postgres, database, AccountRule.Tenant),
                Work = options => options.PartMs = 0,
                Http = options => options.Port = 0,
                Logging = logging => logging.SetMinimumLevel(LogLevel.Debug).AddProvider(_log),
            },
            SparkSetup.Cancel);
        await worker.Ready.WaitAsync(TimeSpan.FromSeconds(30), SparkSetup.Cancel);
        return worker;
    }

    private static async Task SendUntilStoredAsync(FakeMachine machine, ulong count)
    {
        var contiguous = 0UL;
        while (contiguous < count)
        {
            foreach (var chunk in Enumerable.Range((int)contiguous + 1, (int)(count - contiguous)).Select(i => (ulong)i).Chunk(5))
            {
                await machine.ChangesAsync(chunk);
            }

            contiguous = await machine.ContiguousWithinAsync(TimeSpan.FromSeconds(2), count);
        }
    }

    [Fact]
    public async Task Workers_share_the_machines_and_one_that_goes_loses_nothing()
    {
        var database = await postgres.DatabaseAsync();
        await using var mosquitto = await PrivateMosquitto.StartAsync();
        await using var standIn = await SparkSetup.StandInAsync();
        var first = await WorkerAsync(mosquitto.Port, database, standIn);
        await using var second = await WorkerAsync(mosquitto.Port, database, standIn);
        var machines = await Task.WhenAll(Enumerable.Range(0, 6).Select(i => FakeMachine.ConnectAsync($"t{i % 2}/d{i}", mosquitto.Port)));

        var sending = Task.WhenAll(machines.Select(machine => SendUntilStoredAsync(machine, 200)));
        await machines[0].AckAsync(1);
        await first.DisposeAsync();
        await sending;

        await machines[0].AskAsync("q-1", "1+1");
        Assert.Equal("", (await machines[0].AnswerAsync("q-1"))[^1].Error);

        await using var late = await FakeMachine.ConnectAsync("t0/late", mosquitto.Port);
        await late.PresenceAsync(new PresenceMessage(true));
        await late.UntilAsync(TopicKind.DownChanges, all => all.SelectMany(each => each.Facts).Select(fact => fact.Id).Distinct().Count() == 600);
        Assert.Empty(_log.Errors);
        foreach (var machine in machines)
        {
            await machine.DisposeAsync();
        }
    }

    [Fact]
    public async Task Both_workers_take_part()
    {
        var database = await postgres.DatabaseAsync();
        await using var mosquitto = await PrivateMosquitto.StartAsync();
        await using var standIn = await SparkSetup.StandInAsync();
        await using var first = await WorkerAsync(mosquitto.Port, database, standIn);
        await using var second = await WorkerAsync(mosquitto.Port, database, standIn);
        await using var machine = await FakeMachine.ConnectAsync("t/a", mosquitto.Port);
        await SendUntilStoredAsync(machine, 50);
        using HttpClient http = new();
        foreach (var worker in new[] { first, second })
        {
            Assert.Contains(
                "spark_gateway_facts_total{", await http.GetStringAsync(new Uri(worker.Address, "/metrics"), SparkSetup.Cancel), StringComparison.Ordinal);
        }
    }
}
