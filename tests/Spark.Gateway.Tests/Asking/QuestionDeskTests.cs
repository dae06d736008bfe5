using System.Text.Json;
using Device.Messages;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Spark.Gateway.Asking;
using Spark.Gateway.Broker;
using Spark.Gateway.Chat;
using Spark.Gateway.Service;
using Spark.Gateway.Store;
using Spark.Gateway.Tests.Support;
using Spark.Gateway.Work;

namespace Spark.Gateway.Tests.Asking;

/// <summary>Questions when workers die, stores fail and leases end, on a clock of the test's own.</summary>
public sealed class QuestionDeskTests : IAsyncLifetime
{
    private static readonly RequestKey Key = new(Facts.Device("t/a"), "q-1");
    private readonly TestFolder _folder = new();
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2025, 9, 4, 12, 0, 0, TimeSpan.Zero));
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().AddSingleton<GatewayMetrics>().BuildServiceProvider();
    private readonly RecordingDownlink _downlink = new();
    private FlakyStore _store = null!;

    public async ValueTask InitializeAsync()
    {
        _store = new FlakyStore(new SqliteAccountStore(new StoreOptions { SqliteFile = _folder.File("gateway.db") }));
        await _store.MigrateAsync(SparkSetup.Cancel);
    }

    public async ValueTask DisposeAsync()
    {
        await _store.DisposeAsync();
        await _services.DisposeAsync();
        _folder.Dispose();
    }

    private IEnumerable<ReplyMessage> Replies => _downlink.Sent.Select(message => MessageJson.Read<ReplyMessage>(message.Payload));

    private static readonly (SparkPart[] Parts, SparkError? Error) Hello = ([new SparkPart(SparkPartKind.Answer, "hello"), new SparkPart(SparkPartKind.End, "")], null);

    /// <summary>One worker's desk, run until what was asked is answered.</summary>
    private Task ServeAsync(string worker, ISparkBackend backend, params string[] ids) => ServeAsync(worker, backend, SparkSetup.Cancel, ids);

    private async Task ServeAsync(string worker, ISparkBackend backend, CancellationToken end, params string[] ids)
    {
        OptionsWrapper<WorkOptions> options = new(new WorkOptions { Questions = 1, PartMs = 0 });
        var metrics = _services.GetRequiredService<GatewayMetrics>();
        WorkerName name = new(new OptionsWrapper<BrokerOptions>(new BrokerOptions { Worker = worker }), new Random(1));
        Asker asker = new(backend, _store, _downlink, name, options, _time, metrics, NullLogger<Asker>.Instance);
        QuestionDesk desk = new(_store, _downlink, asker, name, options, _time, metrics, NullLogger<QuestionDesk>.Instance);
        foreach (var id in ids)
        {
            await desk.HandleAsync(
                new InboundMessage(
                    new DeviceTopic(Key.Device, TopicKind.UpRequest, id),
                    MessageJson.Write(new RequestMessage("?", "", "en", "")),
                    MqttContract.Json,
                    _ => Task.CompletedTask),
                SparkSetup.Cancel);
        }

        desk.Close();
        await desk.RunAsync(end);
    }

    [Fact]
    public async Task A_question_whose_worker_died_before_it_said_anything_is_asked_anew()
    {
        await _store.ClaimAsync(Key, new ReplyLease("dead", _time.GetUtcNow(), _time.GetUtcNow().AddSeconds(60)), SparkSetup.Cancel);
        await ServeAsync("alive", new ScriptedBackend(Hello), "q-1");
        Assert.Empty(Replies);

        _time.Advance(TimeSpan.FromSeconds(61));
        await ServeAsync("alive", new ScriptedBackend(Hello), "q-1");
        Assert.Equal([new ReplyMessage(0, "hello", "", false, ""), new ReplyMessage(1, "", "", true, "")], Replies);
    }

    [Fact]
    public async Task A_question_whose_worker_died_in_the_middle_ends_with_a_reason()
    {
        await _store.ClaimAsync(Key, new ReplyLease("dead", _time.GetUtcNow(), _time.GetUtcNow().AddSeconds(60)), SparkSetup.Cancel);
        await _store.AddPartAsync(Key, "dead", new ReplyMessage(0, "hel", "", false, ""), SparkSetup.Cancel);
        _time.Advance(TimeSpan.FromSeconds(61));
        ScriptedBackend backend = new(Hello);
        await ServeAsync("alive", backend, "q-1");
        Assert.Equal([new ReplyMessage(0, "hel", "", false, ""), new ReplyMessage(1, "", "", true, "The answer broke off; please ask again")], Replies);
        Assert.Equal(0, backend.Asked);
    }

    [Fact]
    public async Task Minutes_of_thinking_keep_the_lease()
    {
        TaskCompletionSource thinking = new(TaskCreationOptions.RunContinuationsAsynchronously);
        TaskCompletionSource asked = new(TaskCreationOptions.RunContinuationsAsynchronously);
        var serving = ServeAsync("slow", new ThinkingBackend(asked, thinking.Task), "q-1");
        await asked.Task.WaitAsync(SparkSetup.Cancel);
        for (var minute = 0; minute < 5; minute++)
        {
            // The clock stands still while the renewal it started is written.
            await AdvanceAndRenewAsync(TimeSpan.FromSeconds(20));
            await AdvanceAndRenewAsync(TimeSpan.FromSeconds(20));
            await AdvanceAndRenewAsync(TimeSpan.FromSeconds(20));
            Assert.False((await _store.ClaimAsync(Key, new ReplyLease("other", _time.GetUtcNow(), _time.GetUtcNow().AddSeconds(60)), SparkSetup.Cancel)).IsMine);
        }

        thinking.SetResult();
        await serving;
        Assert.Equal("", Replies.Last().Error);
        Assert.True(Replies.Last().Final);
    }

    [Fact]
    public async Task A_store_that_fails_loses_one_question_and_not_the_next()
    {
        _store.IsDown = true;
        await ServeAsync("w", new ScriptedBackend(Hello), "q-1");
        Assert.Empty(Replies);
        _store.IsDown = false;
        await ServeAsync("w", new ScriptedBackend(Hello), "q-1", "q-2");
        Assert.Equal(4, Replies.Count());
    }

    [Fact]
    public async Task An_unexpected_failure_ends_with_its_question()
    {
        await ServeAsync("w", new ThrowingBackend(), "q-1", "q-2");
        await ServeAsync("w", new ScriptedBackend(Hello), "q-3");
        Assert.Equal(2, Replies.Count());
    }

    [Fact]
    public async Task An_unexpected_failure_while_the_worker_stops_ends_with_its_question_too()
    {
        using CancellationTokenSource end = new();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => ServeAsync("w", new ThrowingBackend { Before = end.Cancel }, end.Token, "q-1"));
    }

    [Fact]
    public async Task Parts_that_the_broker_did_not_take_come_when_asked_again()
    {
        _downlink.IsAway = true;
        await ServeAsync("w", new ScriptedBackend(Hello), "q-1");
        Assert.Empty(Replies);
        _downlink.IsAway = false;
        ScriptedBackend backend = new(Hello);
        await ServeAsync("w", backend, "q-1");
        Assert.Equal([0, 1], Replies.Select(part => part.Sequence));
        Assert.Equal(0, backend.Asked);
    }

    private async Task AdvanceAndRenewAsync(TimeSpan by)
    {
        var before = _store.Renewals;
        _time.Advance(by);
        while (_store.Renewals == before)
        {
            SparkSetup.Cancel.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }

    private sealed class ThinkingBackend(TaskCompletionSource asked, Task thinking) : ISparkBackend
    {
        public async IAsyncEnumerable<SparkPart> AskAsync(
            SparkQuestion question, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
        {
            asked.SetResult();
            await thinking.WaitAsync(cancellationToken);
            yield return new SparkPart(SparkPartKind.Answer, "42");
            yield return new SparkPart(SparkPartKind.End, "");
        }
    }

    private sealed class ThrowingBackend : ISparkBackend
    {
        public Action Before { get; init; } = () => { };

        public IAsyncEnumerable<SparkPart> AskAsync(SparkQuestion question, CancellationToken cancellationToken)
        {
            Before();
            throw new JsonException("a bug");
        }
    }
}
