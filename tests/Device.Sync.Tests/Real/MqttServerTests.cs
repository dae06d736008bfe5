using System.Net;
using System.Net.Sockets;
using System.Text;
using Device.Core.Notebook;
using Device.Messages;
using Device.Sync.Links;
using Device.Sync.Sending;
using MQTTnet.Protocol;
using MQTTnet.Server;

namespace Device.Sync.Tests.Real;

/// <summary>The session, the real journal and MQTTnet's client against MQTTnet's server on a free port.</summary>
public sealed class MqttServerTests : IAsyncLifetime
{
    private static readonly DeviceId Device = DeviceId.Parse("school/desk-1");

    private static readonly OutgoingMessage Here =
        new(new DeviceTopic(Device, TopicKind.UpPresence), MessageJson.Write(new PresenceMessage(true)), MqttContract.Json, Retain: true);

    private readonly int _port = FreePort();
    private MqttServer _server = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        var options = new MqttServerOptionsBuilder()
            .WithDefaultEndpoint()
            .WithDefaultEndpointBoundIPAddress(IPAddress.Loopback)
            .WithDefaultEndpointBoundIPV6Address(IPAddress.None)
            .WithDefaultEndpointPort(_port)
            .WithPersistentSessions()
            .WithMaxPendingMessagesPerClient(10_000)
            .Build();
        _server = new MqttServerFactory().CreateMqttServer(options);
        await _server.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _server.StopAsync(new MqttServerStopOptions());
        _server.Dispose();
    }

    [Fact]
    public async Task Facts_questions_answers_and_other_machines_facts_go_both_ways()
    {
        await using var machine = await Machine.OpenAsync(Device, Options(), Ct);
        var ledger = new GatewayLedger();
        await using var gateway = await ConnectGatewayAsync(ledger);
        gateway.Reply = request => [new ReplyMessage(0, "because ", "", false, ""), new ReplyMessage(1, request.Text, "", true, "")];

        var facts = await machine.WriteAsync(3_000, Ct);
        machine.Session.Report(new ReportedMessage("0.1.0", "desk", [], 0));
        machine.Start();
        await machine.UntilAsync(s => s.AckedSequence == 3_000, Ct);
        var question = await machine.Journal.AppendAsync(new QuestionAsked(facts[0].Id, "why?", ""), Ct);
        await machine.Watched.UntilAsync(() => machine.Inputs.Count == 2, Ct);
        var theirs = new Fact(new FactId(DeviceId.Parse("school/desk-2"), 5, 1), new Hlc(1), new NoteCreated("theirs"));
        await gateway.PublishAsync(new DeviceTopic(Device, TopicKind.DownChanges), ChangesCodec.Write([theirs], int.MaxValue, out _), MqttContract.Facts, Ct);
        await machine.Watched.UntilAsync(() => machine.Inputs.Count == 3, Ct);
        await machine.StopAsync();

        Assert.Equal([.. facts, question], ledger.Stored);
        Assert.Equal(3_001, ledger.Deliveries);
        Assert.Equal("because why?", string.Concat(machine.Inputs.OfType<ReplyArrived>().Select(r => r.Part.Answer)));
        Assert.Equal(new FactsArrived([theirs]), machine.Inputs[2]);
        await gateway.UntilPresenceAsync(Device, online: false, Ct);
        Assert.All(gateway.Seen, m =>
        {
            Assert.Equal(
                m.Topic.Split('/')[^1] switch { "changes" => MqttContract.Facts, "progress" => MqttContract.Progress, _ => MqttContract.Json }, m.ContentType);
            Assert.Equal("1", Encoding.UTF8.GetString(Assert.Single(m.UserProperties, p => p.Name == "v").ValueBuffer.Span));
            Assert.Equal(MqttQualityOfServiceLevel.AtLeastOnce, m.QualityOfServiceLevel);
        });
        Assert.Equal(
            ["spark/v1/school/desk-1/up/presence", "spark/v1/school/desk-1/up/reported"],
            (await _server.GetRetainedMessagesAsync()).Select(m => m.Topic).Order());
    }

    [Fact]
    public async Task Bad_messages_in_any_number_do_not_stall_reception()
    {
        var options = Options();
        options.ReceiveMaximum = 5;
        await using var machine = await Machine.OpenAsync(Device, options, Ct);
        await using var gateway = await ConnectGatewayAsync(new GatewayLedger());
        machine.Start();
        await machine.UntilAsync(s => s.State == SyncState.Online, Ct);

        for (var i = 0; i < 50; i++)
        {
            await gateway.PublishAsync(new DeviceTopic(Device, TopicKind.DownAck), [(byte)i], MqttContract.Json, Ct);
            await gateway.PublishAsync(new DeviceTopic(Device, TopicKind.DownChanges), [1, 2, 3], MqttContract.Facts, Ct, version: "2");
        }

        await gateway.PublishAsync(new DeviceTopic(Device, TopicKind.DownDesired), "{\"version\":1}"u8.ToArray(), MqttContract.Json, Ct, retain: true);
        await machine.Watched.UntilAsync(() => machine.Inputs.Count == 1, Ct);
        Assert.Equal((100L, 0L), (machine.Session.Status.BadMessages, machine.Session.Status.Reconnects));
    }

    [Fact]
    public async Task A_machine_that_is_gone_without_a_word_is_announced_as_offline()
    {
        await using var gateway = await ConnectGatewayAsync(new GatewayLedger());
        var link = await ConnectLinkAsync(Options());
        await link.PublishAsync(Here, Ct);
        await gateway.UntilPresenceAsync(Device, online: true, Ct);

        await link.DisposeAsync();

        await gateway.UntilPresenceAsync(Device, online: false, Ct);
    }

    [Fact]
    public async Task A_link_says_when_it_has_ended_and_why()
    {
        await using var link = await ConnectLinkAsync(Options());
        await _server.DisconnectClientAsync(Device.Value, new MqttServerClientDisconnectOptions { ReasonCode = MqttDisconnectReasonCode.AdministrativeAction });

        Assert.Contains("AdministrativeAction", await link.Ended.WaitAsync(Watched.Generous, Ct), StringComparison.Ordinal);
        await Assert.ThrowsAsync<LinkException>(() => link.PublishAsync(Here, Ct));
        Assert.False(await link.Incoming.WaitToReadAsync(Ct));
    }

    [Fact]
    public async Task A_refused_connection_a_refused_subscription_and_a_closed_port_are_told_apart()
    {
        _server.ValidatingConnectionAsync += e =>
        {
            e.ReasonCode = e.UserName == Device.Value && e.ClientId == Device.Value && e.CleanSession == false && e.SessionExpiryInterval == 7 * 24 * 3_600
                ? MqttConnectReasonCode.Success
                : MqttConnectReasonCode.NotAuthorized;
            return Task.CompletedTask;
        };
        _server.InterceptingSubscriptionAsync += e =>
        {
            e.Response.ReasonCode = MqttSubscribeReasonCode.NotAuthorized;
            e.ProcessSubscription = false;
            return Task.CompletedTask;
        };

        var subscription = await Assert.ThrowsAsync<LinkException>(() => ConnectLinkAsync(Options()));
        var connection = await Assert.ThrowsAsync<LinkException>(() => ConnectLinkAsync(Options(), DeviceId.Parse("school/desk-1"), TimeSpan.FromDays(1)));
        var options = Options();
        options.Port = FreePort();
        var port = await Assert.ThrowsAsync<LinkException>(() => ConnectLinkAsync(options));

        Assert.Contains("refused the subscription to spark/v1/school/desk-1/down/#: NotAuthorized", subscription.Message, StringComparison.Ordinal);
        Assert.Contains("refused the connection: NotAuthorized", connection.Message, StringComparison.Ordinal);
        Assert.Contains("Connection refused", port.Message, StringComparison.Ordinal);
    }

    private static async Task<IBrokerLink> ConnectLinkAsync(SyncOptions options, DeviceId? device = null, TimeSpan? expiry = null) =>
        await new MqttBroker(options, TimeProvider.System).ConnectAsync(
            new LinkRequest(
                device ?? Device,
                DeviceTopic.DownFilter(Device),
                SendQueue.Gone(Device),
                options.ReceiveMaximum,
                200_000,
                options.KeepAlive,
                expiry ?? options.SessionExpiry),
            Ct);

    private SyncOptions Options() => new() { Enabled = true, Port = _port, RetryMin = TimeSpan.FromMilliseconds(20), RetryMax = TimeSpan.FromMilliseconds(200) };

    private Task<MqttGateway> ConnectGatewayAsync(GatewayLedger ledger) =>
        MqttGateway.ConnectAsync(b => b.WithTcpServer("127.0.0.1", _port), ledger, Ct);

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
