using System.Security.Cryptography;
using Device.Core.Notebook;
using Device.Sync;
using Device.Sync.Tests.Real;
using Microsoft.Extensions.Logging;
using Spark.Gateway.Chat;
using Spark.Gateway.Service;
using Spark.Gateway.Store;
using Spark.Gateway.Tests.Support;

namespace Device.Interop.Tests.Mosquitto;

/// <summary>Machines, Mosquitto, two workers of the gateway and PostgreSQL: a large blob, while everything else goes on.</summary>
public sealed class BlobInteropTests(PrivatePostgres postgres) : IClassFixture<PrivatePostgres>
{
    private const int Megabytes = 20;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_blob_of_20_MB_arrives_whole_on_another_machine_although_the_broker_is_killed_and_facts_go_before_it()
    {
        Assert.SkipWhen(MosquittoBroker.WhyAbsent is not null, MosquittoBroker.WhyAbsent ?? "");
        var database = await postgres.DatabaseAsync();
        await using var broker = await MosquittoBroker.StartAsync(_ => ["allow_anonymous true", "max_packet_size 60000"], Ct);
        await using var first = await WorkerAsync(broker, database);
        await using var second = await WorkerAsync(broker, database);
        await using var writer = await Machine.OpenAsync(DeviceId.Parse("school/desk-1"), Options(broker), Ct);
        await using var reader = await Machine.OpenAsync(DeviceId.Parse("school/desk-2"), Options(broker), Ct);
        var content = RandomNumberGenerator.GetBytes(Megabytes * 1024 * 1024);
        var blob = await writer.Blobs.PutAsync(content, "", Ct);
        var note = await writer.Journal.AppendAsync(new NoteCreated("meeting"), Ct);
        var page = await writer.Journal.AppendAsync(new PageAdded(note.Id, PageTemplate.Lined, 150, 200, 10), Ct);
        await writer.Journal.AppendAsync(new BlobAttached(page.Id, blob.ToString(), content.Length, "audio/flac", "meeting"), Ct);
        writer.Start();
        reader.Start();

        await writer.UntilAsync(s => s.Blobs!.Sending?.Done > content.Length / 4, Ct);
        var small = await writer.WriteAsync(50, Ct);
        await writer.UntilAsync(s => s.AckedSequence >= small[^1].Id.Sequence, Ct);
        var doneThen = writer.Session.Status.Blobs!.Sending?.Done ?? content.Length;
        Assert.InRange(doneThen, content.Length / 4, content.Length - 1);

        await broker.KillAsync(Ct);
        await writer.UntilAsync(s => s.State != SyncState.Online, Ct);
        var more = await writer.WriteAsync(10, Ct);
        await broker.StartAsync(Ct);

        await writer.UntilAsync(s => s.AckedSequence >= more[^1].Id.Sequence, Ct);
        await writer.UntilAsync(s => s.Blobs is { ToSend: 0, Sent: 1 }, Ct);
        await reader.UntilAsync(s => s.Blobs is { ToFetch: 0, Fetched: 1 }, Ct);
        using var stream = reader.Blobs.OpenRead(blob)!;
        Assert.Equal(blob.ToString(), Convert.ToHexStringLower(await SHA256.HashDataAsync(stream, Ct)));
        Assert.Equal((0L, 0L), (writer.Session.Status.Blobs!.Wrong, reader.Session.Status.Blobs!.Wrong));
        TestContext.Current.TestOutputHelper!.WriteLine($"60 facts acknowledged, 50 of them with {doneThen} of {content.Length} bytes committed; {writer.Session.Status.Reconnects} reconnects");
    }

    private static async Task<GatewayApp> WorkerAsync(MosquittoBroker broker, string database)
    {
        var worker = await GatewayApp.StartAsync(
            new GatewaySetup
            {
                Backend = new NoBackend(),
                Broker = o => (o.Port, o.BackOffMs, o.BackOffLimitMs) = (broker.Port, 50, 500),
                Store = o => (o.Kind, o.PostgresConnection, o.AccountRule) = (StoreKind.Postgres, database, AccountRule.Tenant),
                Http = o => o.Port = 0,
                Logging = logging => logging.SetMinimumLevel(LogLevel.Warning),
            },
            Ct);
        await worker.Ready.WaitAsync(Watched.Generous, Ct);
        return worker;
    }

    private static SyncOptions Options(MosquittoBroker broker) => new()
    {
        Enabled = true,
        Port = broker.Port,
        RetryMin = TimeSpan.FromMilliseconds(20),
        RetryMax = TimeSpan.FromMilliseconds(200),
        AckTimeout = TimeSpan.FromSeconds(2),
        BlobRetry = TimeSpan.FromMilliseconds(500),
    };

    private sealed class NoBackend : ISparkBackend
    {
        public IAsyncEnumerable<SparkPart> AskAsync(SparkQuestion question, CancellationToken cancellationToken) =>
            throw new InvalidOperationException("nobody asks here");
    }
}
