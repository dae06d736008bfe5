using Device.Core.Notebook;
using Device.Messages;
using Device.Sync;
using Device.Sync.Tests;
using Device.Sync.Tests.Real;

namespace Device.Interop.Tests.Mosquitto;

/// <summary>The session and the real journal against Mosquitto.</summary>
public sealed class MosquittoTests
{
    private static readonly DeviceId Device = DeviceId.Parse("school/desk-1");

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_fact_arrives_once_although_the_broker_is_killed_again_and_again()
    {
        SkipWithoutMosquitto();
        await using var broker = await MosquittoBroker.StartAsync(_ => ["allow_anonymous true"], Ct);
        var options = Options(broker);
        options.MaxPayloadBytes = 1_024;
        await using var machine = await Machine.OpenAsync(Device, options, Ct);
        var ledger = new GatewayLedger();
        await using var gateway = await ConnectGatewayAsync(broker, ledger);
        var facts = new List<Fact>(await machine.WriteAsync(4_000, Ct));
        machine.Start();

        for (var round = 1; round <= 3; round++)
        {
            var enough = round * 1_000;
            await gateway.Watched.UntilAsync(() => ledger.Stored.Count >= enough, Ct);
            await broker.KillAsync(Ct);
            facts.AddRange(await machine.WriteAsync(100, Ct));
            await machine.UntilAsync(s => s.State != SyncState.Online, Ct);
            await broker.StartAsync(Ct);
            await gateway.ReconnectAsync(Ct);
        }

        await machine.UntilAsync(s => s.AckedSequence == 4_300, Ct);
        Assert.Equal(facts, ledger.Stored);
        Assert.InRange(machine.Session.Status.Reconnects, 3, 1_000);
        TestContext.Current.TestOutputHelper!.WriteLine($"{ledger.Deliveries} deliveries of 4300 facts, {machine.Session.Status.Reconnects} reconnects");
    }

    [Fact]
    public async Task What_the_broker_acknowledged_and_dropped_is_sent_again()
    {
        SkipWithoutMosquitto();
        await using var broker = await MosquittoBroker.StartAsync(_ => ["allow_anonymous true", "max_queued_messages 10", "max_inflight_messages 5"], Ct);
        var options = Options(broker);
        options.MaxPayloadBytes = 1_024;
        await using var machine = await Machine.OpenAsync(Device, options, Ct);
        var ledger = new GatewayLedger();
        await using var gateway = await ConnectGatewayAsync(broker, ledger);
        var slow = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        gateway.Gate = slow.Task;
        var facts = await machine.WriteAsync(2_000, Ct);
        machine.Start();

        await broker.UntilLoggedAsync(l => l.Contains("being dropped for client gateway", StringComparison.Ordinal), Ct);
        slow.SetResult();

        await machine.UntilAsync(s => s.AckedSequence == 2_000, Ct);
        Assert.Equal(facts, ledger.Stored);
    }

    [Fact]
    public async Task A_question_is_answered_and_other_machines_facts_wait_for_a_machine_that_is_away()
    {
        SkipWithoutMosquitto();
        await using var broker = await MosquittoBroker.StartAsync(_ => ["allow_anonymous true"], Ct);
        await using var machine = await Machine.OpenAsync(Device, Options(broker), Ct);
        await using var gateway = await ConnectGatewayAsync(broker, new GatewayLedger());
        gateway.Reply = request => [new ReplyMessage(0, "because ", "", false, ""), new ReplyMessage(1, request.Text, "", true, "")];
        var page = (await machine.WriteAsync(1, Ct))[0];
        machine.Start();
        await machine.Journal.AppendAsync(new QuestionAsked(page.Id, "why?", ""), Ct);
        await machine.Watched.UntilAsync(() => machine.Inputs.Count == 2, Ct);
        Assert.Equal("because why?", string.Concat(machine.Inputs.OfType<ReplyArrived>().Select(r => r.Part.Answer)));

        await machine.StopAsync();
        await gateway.UntilPresenceAsync(Device, online: false, Ct);
        var theirs = new Fact(new FactId(DeviceId.Parse("school/desk-2"), 5, 1), new Hlc(1), new NoteCreated("theirs"));
        await gateway.PublishAsync(new DeviceTopic(Device, TopicKind.DownChanges), ChangesCodec.Write([theirs], int.MaxValue, out _), MqttContract.Facts, Ct);
        machine.RestartSession();
        await machine.Watched.UntilAsync(() => machine.Inputs.Count == 3, Ct);
        Assert.Equal(new FactsArrived([theirs]), machine.Inputs[2]);
    }

    [Fact]
    public async Task The_brokers_limits_on_packets_and_silence_are_kept()
    {
        SkipWithoutMosquitto();
        await using var broker = await MosquittoBroker.StartAsync(_ => ["allow_anonymous true", "max_packet_size 2000", "max_keepalive 10"], Ct);
        await using var machine = await Machine.OpenAsync(Device, Options(broker), Ct);
        var ledger = new GatewayLedger();
        await using var gateway = await ConnectGatewayAsync(broker, ledger);
        var facts = await machine.WriteAsync(500, Ct);
        machine.Start();

        await machine.UntilAsync(s => s.AckedSequence == 500, Ct);
        Assert.Equal(facts, ledger.Stored);
        Assert.InRange(gateway.Seen.Max(m => m.Payload.Length), 1_000, 2_000);
        await broker.UntilLoggedAsync(l => l.Contains(Device.Value, StringComparison.Ordinal) && l.Contains("k10", StringComparison.Ordinal), Ct);
        Assert.Equal(0, machine.Session.Status.Reconnects);
    }

    private static void SkipWithoutMosquitto() => Assert.SkipWhen(MosquittoBroker.WhyAbsent is not null, MosquittoBroker.WhyAbsent ?? "");

    private static SyncOptions Options(MosquittoBroker broker) => new()
    {
        Enabled = true,
        Port = broker.Port,
        RetryMin = TimeSpan.FromMilliseconds(20),
        RetryMax = TimeSpan.FromMilliseconds(200),
        AckTimeout = TimeSpan.FromMilliseconds(500),
        HoleDelay = TimeSpan.FromMilliseconds(50),
    };

    private static Task<MqttGateway> ConnectGatewayAsync(MosquittoBroker broker, GatewayLedger ledger) =>
        MqttGateway.ConnectAsync(b => b.WithTcpServer("127.0.0.1", broker.Port).WithReceiveMaximum(5), ledger, Ct);
}
