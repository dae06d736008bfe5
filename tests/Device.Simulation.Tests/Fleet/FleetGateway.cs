using Device.Core.Notebook;
using Device.Messages;
using Device.Storage;
using Device.Sync.Links;
using Microsoft.Data.Sqlite;
using Spark.Gateway.Broker;
using Spark.Gateway.Store;

namespace Device.Simulation.Tests.Fleet;

/// <summary>The real gateway's workers behind the broker's shared subscription, on one database. A worker may be killed.</summary>
internal sealed class FleetGateway(FleetWorld world, string database, Random random) : IDisposable
{
    private readonly List<FleetWorker> _workers = [];

    public string Database => database;

    public void Start(int workers)
    {
        for (var i = 0; i < workers; i++)
        {
            _workers.Add(new FleetWorker(world, this, $"worker.{i}"));
        }
    }

    /// <summary>One worker dies with everything it had in hand, and another takes its place.</summary>
    public void KillOne()
    {
        var victim = random.Next(_workers.Count);
        _workers[victim].Kill();
        _workers[victim] = new FleetWorker(world, this, $"worker.{victim}.{random.Next()}");
    }

    public void Receive(OutgoingMessage message)
    {
        // A worker that does not take it leaves it unacknowledged; the machine sends again.
        var worker = _workers[random.Next(_workers.Count)];
        worker.Receive(new InboundMessage(message.Topic, message.Payload, message.ContentType, _ => Task.CompletedTask));
    }

    public async Task<IReadOnlyList<Fact>> FactsAsync(DeviceId reader)
    {
        await using var store = new SqliteAccountStore(new StoreOptions { SqliteFile = database, AccountRule = AccountRule.Tenant });
        var account = (await store.MachineAsync(reader, CancellationToken.None)).Account;
        var facts = await store.ReadAsync(new FactCursor(account, 0, reader, null), int.MaxValue, int.MaxValue, CancellationToken.None);
        return [.. facts.Select(f => f.Fact)];
    }

    /// <summary>What a worker does every hour.</summary>
    public async Task<int> ExpelAsync()
    {
        await using var store = new SqliteAccountStore(new StoreOptions { SqliteFile = database, AccountRule = AccountRule.Tenant, ExpelDays = 60 });
        return (await store.ExpelAsync(world.Time.GetUtcNow(), 100, CancellationToken.None)).Count;
    }

    /// <summary>A blob's bytes; null where it is not whole.</summary>
    public async Task<byte[]?> BlobAsync(DeviceId reader, BlobId id)
    {
        await using var store = new SqliteAccountStore(new StoreOptions { SqliteFile = database, AccountRule = AccountRule.Tenant });
        var blob = await store.BlobAsync(reader, id.ToString(), CancellationToken.None);
        return blob.Stage == BlobStage.Whole ? await store.ReadBlobAsync(blob, 0, (int)blob.Length, CancellationToken.None) : null;
    }

    public void Dispose()
    {
        _workers.ForEach(w => w.Kill());
        using var connection = new SqliteConnection($"Data Source={database}");
        SqliteConnection.ClearPool(connection);
    }
}
