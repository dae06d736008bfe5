using System.Collections.Concurrent;
using System.Security.Cryptography.X509Certificates;
using Device.Core.Notebook;
using Device.Messages;
using Device.Sync;
using Device.Sync.Tests;
using Device.Sync.Tests.Real;
using MQTTnet;
using MQTTnet.Formatter;
using MQTTnet.Protocol;

namespace Device.Interop.Tests.Mosquitto;

/// <summary>Certificates and the access list: who may connect, and what a machine may write and read.</summary>
public sealed class MosquittoTlsTests : IAsyncLifetime
{
    private static readonly DeviceId Device = DeviceId.Parse("school/desk-1");

    private static readonly DeviceId Other = DeviceId.Parse("school/desk-2");

    private static readonly string[] AccessList =
    [
        "pattern write spark/v1/%u/up/#",
        "pattern read spark/v1/%u/down/#",
        "user gateway",
        "topic readwrite spark/v1/#",
    ];

    private MosquittoBroker _broker = null!;
    private Authority _authority = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        if (MosquittoBroker.WhyAbsent is not null)
        {
            return;
        }

        _broker = await MosquittoBroker.StartAsync(
            folder =>
            {
                _authority = new Authority(folder, "device");
                File.WriteAllLines(Path.Combine(folder, "acl"), AccessList);
                var (certificate, key) = _authority.Issue("broker", direct: true);

                // The broker knows the root alone: a machine must send the issuing authority's certificate itself.
                return
                [
                    $"cafile {_authority.RootFile}",
                    $"certfile {certificate}",
                    $"keyfile {key}",
                    "require_certificate true",
                    "use_identity_as_username true",
                    "use_username_as_clientid true",
                    $"acl_file {Path.Combine(folder, "acl")}",
                ];
            },
            Ct);
    }

    public async ValueTask DisposeAsync()
    {
        if (_broker is not null)
        {
            await _broker.DisposeAsync();
            _authority.Dispose();
        }
    }

    [Fact]
    public async Task A_machine_with_a_certificate_syncs_over_TLS()
    {
        SkipWithoutMosquitto();
        await using var machine = await Machine.OpenAsync(Device, Options(Device), Ct);
        var ledger = new GatewayLedger();
        await using var gateway = await MqttGateway.ConnectAsync(b => UseTls(b, "gateway"), ledger, Ct);
        var facts = await machine.WriteAsync(300, Ct);
        machine.Start();

        await machine.UntilAsync(s => s.AckedSequence == 300, Ct);
        Assert.Equal(facts, ledger.Stored);
        await gateway.UntilPresenceAsync(Device, online: true, Ct);
    }

    [Fact]
    public async Task A_machine_can_neither_write_nor_read_under_another_ones_topics_nor_take_its_name()
    {
        SkipWithoutMosquitto();
        await using var machine = await Machine.OpenAsync(Device, Options(Device), Ct);
        var ledger = new GatewayLedger();
        await using var gateway = await MqttGateway.ConnectAsync(b => UseTls(b, "gateway"), ledger, Ct);
        machine.Start();
        await machine.UntilAsync(s => s.State == SyncState.Online, Ct);

        using var intruder = new MqttClientFactory().CreateMqttClient();
        var heard = new ConcurrentQueue<string>();
        var watched = new Watched();
        intruder.ApplicationMessageReceivedAsync += e =>
        {
            heard.Enqueue(e.ApplicationMessage.Topic);
            watched.Changed();
            return Task.CompletedTask;
        };

        // It claims the other's client id: the broker calls it by its certificate.
        var options = new MqttClientOptionsBuilder().WithProtocolVersion(MqttProtocolVersion.V500).WithClientId(Device.Value);
        UseTls(options, Other.Value);
        await intruder.ConnectAsync(options.Build(), Ct);
        foreach (var topic in new[] { DeviceTopic.DownFilter(Device), DeviceTopic.UpFilter, "#", DeviceTopic.DownFilter(Other) })
        {
            await intruder.SubscribeAsync(new MqttClientSubscribeOptionsBuilder().WithTopicFilter(topic, MqttQualityOfServiceLevel.AtLeastOnce).Build(), Ct);
        }

        var forged = ChangesCodec.Write([new Fact(new FactId(Device, 1, 1), new Hlc(1), new NoteCreated("forged"))], int.MaxValue, out _);
        foreach (var kind in new[] { TopicKind.UpChanges, TopicKind.UpPresence, TopicKind.UpReported, TopicKind.DownAck, TopicKind.DownChanges, TopicKind.DownDesired })
        {
            var result = await intruder.PublishAsync(Message(new DeviceTopic(Device, kind), forged), Ct);
            Assert.Equal((kind, MqttClientPublishReasonCode.NotAuthorized), (kind, result.ReasonCode));
        }

        // Broker and machine work on: the last message to the intruder is the signal that nothing else came before it.
        await gateway.PublishAsync(new DeviceTopic(Device, TopicKind.DownDesired), "{\"version\":1}"u8.ToArray(), MqttContract.Json, Ct);
        await machine.Watched.UntilAsync(() => machine.Inputs.Count == 1, Ct);
        await machine.WriteAsync(1, Ct);
        await machine.UntilAsync(s => s.AckedSequence == 1, Ct);
        await gateway.PublishAsync(new DeviceTopic(Other, TopicKind.DownDesired), "{\"version\":1}"u8.ToArray(), MqttContract.Json, Ct);
        await watched.UntilAsync(() => !heard.IsEmpty, Ct);
        Assert.All(heard, t => Assert.Equal(new DeviceTopic(Other, TopicKind.DownDesired).ToString(), t));
        Assert.IsType<DesiredArrived>(Assert.Single(machine.Inputs));
        Assert.Equal((0L, 0L, 1), (machine.Session.Status.Reconnects, machine.Session.Status.BadMessages, ledger.Stored.Count));
        Assert.True((await intruder.PublishAsync(Message(new DeviceTopic(Other, TopicKind.UpPresence), forged), Ct)).IsSuccess);
    }

    [Fact]
    public async Task A_machine_does_not_talk_to_a_broker_of_another_authority_or_name()
    {
        SkipWithoutMosquitto();
        using var stranger = new Authority(_broker.Folder, "stranger");
        var trusting = Options(Device);
        trusting.AuthorityFile = stranger.RootFile;
        var named = Options(Device);
        named.ServerName = "broker.example";

        foreach (var options in new[] { trusting, named })
        {
            await using var machine = await Machine.OpenAsync(Device, options, Ct);
            machine.Start();
            await machine.UntilAsync(s => s.Reconnects > 0, Ct);
            Assert.Contains("certificate", machine.Session.Status.LastError, StringComparison.OrdinalIgnoreCase);
        }
    }

    [Fact]
    public async Task A_machine_without_a_certificate_or_with_one_of_another_authority_is_kept_out_until_it_has_one()
    {
        SkipWithoutMosquitto();
        using var stranger = new Authority(_broker.Folder, "stranger");
        var options = Options(Device);
        var (certificate, key) = (options.CertificateFile, options.KeyFile);
        (options.CertificateFile, options.KeyFile) = stranger.Issue("wrong/desk-1");
        await using var machine = await Machine.OpenAsync(Device, options, Ct);
        await using var gateway = await MqttGateway.ConnectAsync(b => UseTls(b, "gateway"), new GatewayLedger(), Ct);
        await machine.WriteAsync(1, Ct);
        machine.Start();
        await machine.UntilAsync(s => s.Reconnects > 1, Ct);
        Assert.Equal(0UL, machine.Session.Status.AckedSequence);

        // Enrolled: the files change, the service runs on.
        File.Copy(certificate, options.CertificateFile, overwrite: true);
        File.Copy(key, options.KeyFile, overwrite: true);
        await machine.UntilAsync(s => s.AckedSequence == 1, Ct);

        var bare = Options(Device);
        (bare.CertificateFile, bare.KeyFile) = ("", "");
        await using var naked = await Machine.OpenAsync(Device, bare, Ct);
        naked.Start();
        await naked.UntilAsync(s => s.Reconnects > 1, Ct);
    }

    private static void SkipWithoutMosquitto() => Assert.SkipWhen(MosquittoBroker.WhyAbsent is not null, MosquittoBroker.WhyAbsent ?? "");

    private static MqttApplicationMessage Message(DeviceTopic topic, byte[] payload) => new MqttApplicationMessageBuilder()
        .WithTopic(topic.ToString())
        .WithPayload(payload)
        .WithQualityOfServiceLevel(MqttQualityOfServiceLevel.AtLeastOnce)
        .Build();

    private SyncOptions Options(DeviceId device)
    {
        var (certificate, key) = _authority.Issue(device.Value);
        return new SyncOptions
        {
            Enabled = true,
            Port = _broker.Port,
            AuthorityFile = _authority.RootFile,
            CertificateFile = certificate,
            KeyFile = key,
            RetryMin = TimeSpan.FromMilliseconds(20),
            RetryMax = TimeSpan.FromMilliseconds(200),
            AckTimeout = TimeSpan.FromMilliseconds(500),
        };
    }

    /// <summary>MQTTnet's own TLS, which sends no intermediate certificate: the root signs these.</summary>
    private void UseTls(MqttClientOptionsBuilder builder, string commonName)
    {
        var (certificate, key) = _authority.Issue(commonName, direct: true);
        using var loaded = X509Certificate2.CreateFromPemFile(certificate, key);
        var leaf = X509CertificateLoader.LoadPkcs12(loaded.Export(X509ContentType.Pkcs12), null);
        builder.WithTcpServer("127.0.0.1", _broker.Port).WithTlsOptions(t => t
            .UseTls()
            .WithClientCertificates([leaf])
            .WithTrustChain([X509CertificateLoader.LoadCertificateFromFile(_authority.RootFile)])
            .WithRevocationMode(X509RevocationMode.NoCheck));
    }
}
