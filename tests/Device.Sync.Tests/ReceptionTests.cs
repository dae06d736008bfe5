using System.Diagnostics.Metrics;
using System.Text;
using Device.Core.Notebook;
using Device.Messages;
using Device.Sync.Tests.World;

namespace Device.Sync.Tests;

/// <summary>What arrives from the cloud, good and bad.</summary>
public sealed class ReceptionTests
{
    private static readonly Fact Theirs = new(new FactId(SyncWorld.Other, 5, 1), new Hlc(1), new NoteCreated("theirs"));

    private static readonly byte[] Ack = MessageJson.Write(new AckMessage("00c0ffee00c0ffee", 0, 0, [], []));

    public static TheoryData<string, TopicKind, byte[], string?, string?> Bad => new()
    {
        { "not JSON", TopicKind.DownAck, "{"u8.ToArray(), MqttContract.Json, "1" },
        { "null", TopicKind.DownAck, "null"u8.ToArray(), MqttContract.Json, "1" },
        { "a field is missing", TopicKind.DownAck, "{}"u8.ToArray(), MqttContract.Json, "1" },
        { "another epoch", TopicKind.DownAck, MessageJson.Write(new AckMessage("00000000000000ff", 5, 5, [], [])), MqttContract.Json, "1" },
        { "contradicts itself", TopicKind.DownAck, MessageJson.Write(new AckMessage("00c0ffee00c0ffee", 5, 4, [], [])), MqttContract.Json, "1" },
        { "a newer contract", TopicKind.DownAck, Ack, MqttContract.Json, "2" },
        { "no version at all", TopicKind.DownAck, Ack, MqttContract.Json, "one" },
        { "another content type", TopicKind.DownAck, Ack, "text/plain", "1" },
        { "not facts", TopicKind.DownChanges, [1, 255, 255], MqttContract.Facts, "1" },
        { "facts of a newer format", TopicKind.DownChanges, [9, 0, 0], MqttContract.Facts, "1" },
        { "no version", TopicKind.DownDesired, "{\"a\":1}"u8.ToArray(), MqttContract.Json, "1" },
        { "not an object", TopicKind.DownDesired, "[1]"u8.ToArray(), MqttContract.Json, "1" },
        { "too large", TopicKind.DownDesired, new byte[MqttContract.MaxPayloadBytes + 1], MqttContract.Json, "1" },
        { "not for a machine", TopicKind.UpChanges, Facts(Theirs), MqttContract.Facts, "1" },
    };

    [Theory]
    [MemberData(nameof(Bad))]
    public void A_bad_message_is_counted_taken_off_the_broker_and_holds_up_no_other(string why, TopicKind kind, byte[] payload, string? contentType, string? version)
    {
        using var counted = new Counted("device.sync.messages.rejected");
        SyncWorld.Run(
            async w =>
            {
                await w.UntilAsync(() => w.Session.Status.State == SyncState.Online);
                for (var i = 0; i < 20; i++)
                {
                    w.Broker.Send(new DeviceTopic(SyncWorld.Device, kind), payload, contentType, version);
                }

                w.SendChanges(Theirs);
                await w.UntilAsync(() => w.Inputs.Count > 0);
                Assert.Equal(new FactsArrived([Theirs]), Assert.Single(w.Inputs));
                Assert.Equal(20, w.Session.Status.BadMessages);
                Assert.Equal(20, counted.Of(w.Session));
                Assert.Equal(0, w.Broker.Queued);
                Assert.Equal((0, SyncState.Online), (w.Session.Status.Reconnects, w.Session.Status.State));
            },
            w => w.Options.ReceiveMaximum = 5);
        Assert.NotEmpty(why);
    }

    [Theory]
    [InlineData("spark/v1/school/desk-1/down/other")]
    [InlineData("spark/v1/school/desk-2/down/ack")]
    [InlineData("spark/v2/school/desk-1/down/ack")]
    [InlineData("spark/v1/school/desk-1/down/reply/0")]
    [InlineData("")]
    public void A_message_on_another_topic_is_set_aside(string topic)
    {
        SyncWorld.Run(async w =>
        {
            await w.UntilAsync(() => w.Session.Status.State == SyncState.Online);
            var payload = topic.Contains("reply", StringComparison.Ordinal) ? MessageJson.Write(new ReplyMessage(0, "", "", true, "")) : Ack;
            w.Broker.Send(topic, TopicKind.DownAck, payload);
            await w.UntilAsync(() => w.Session.Status.BadMessages == 1);
            Assert.Equal(0, w.Broker.Queued);
        });
    }

    [Fact]
    public void A_sender_that_names_neither_version_nor_content_type_is_understood()
    {
        SyncWorld.Run(async w =>
        {
            await w.UntilAsync(() => w.Session.Status.State == SyncState.Online);
            w.Broker.Send(new DeviceTopic(SyncWorld.Device, TopicKind.DownDesired), "{\"version\":3}"u8.ToArray(), null, null);
            await w.UntilAsync(() => w.Inputs.Count == 1);
            Assert.Equal(3, Assert.IsType<DesiredArrived>(w.Inputs[0]).Version);
        });
    }

    [Fact]
    public void Other_machines_facts_stay_with_the_broker_until_the_machine_has_them_in_its_journal()
    {
        SyncWorld.Run(
            async w =>
            {
                await w.UntilAsync(() => w.Session.Status.State == SyncState.Online);
                w.SendChanges(Theirs);
                await w.UntilAsync(() => w.Inputs.Count == 1);
                Assert.Equal(1, w.Broker.Queued);

                w.Broker.Cut();
                await w.UntilAsync(() => w.Inputs.Count == 2);
                Assert.Equal(w.Inputs[0], w.Inputs[1]);

                // The first one's connection is gone: accepting it is harmless.
                await ((FactsArrived)w.Inputs[1]).AcceptAsync(TestContext.Current.CancellationToken);
                Assert.Equal(0, w.Broker.Queued);
            },
            w => w.Accepts = false);
    }

    [Fact]
    public void A_machine_that_does_not_keep_up_makes_the_broker_wait_and_nothing_is_lost()
    {
        SyncWorld.Run(
            async w =>
            {
                await w.UntilAsync(() => w.Session.Status.State == SyncState.Online);
                for (ulong i = 1; i <= 100; i++)
                {
                    w.SendChanges("home", (long)i - 1, (long)i, Theirs with { Id = Theirs.Id with { Sequence = i } });
                }

                await w.PassAsync(TimeSpan.FromSeconds(10));
                Assert.Equal(100, w.Broker.Queued);
                w.Broker.Cut();
                await w.PassAsync(TimeSpan.FromSeconds(10));
                Assert.Equal(SyncState.Online, w.Session.Status.State);

                w.Reads = true;
                await w.UntilAsync(() => w.Broker.Queued == 0);
                var seen = w.Inputs.OfType<FactsArrived>().SelectMany(f => f.Facts).Select(f => f.Id.Sequence).Distinct().Order();
                Assert.Equal(Enumerable.Range(1, 100).Select(i => (ulong)i), seen);
                await w.UntilAsync(() => w.Cursor.Saved?.Seen == 100);
            },
            w =>
            {
                w.Reads = false;
                w.Options.InputCapacity = 4;
                w.Options.ReceiveMaximum = 8;
            });
    }

    [Fact]
    public void Only_newer_desired_states_are_handed_on()
    {
        SyncWorld.Run(async w =>
        {
            await w.UntilAsync(() => w.Session.Status.State == SyncState.Online);
            foreach (var version in new[] { 3, 3, 2, 4 })
            {
                w.Broker.Send(new DeviceTopic(SyncWorld.Device, TopicKind.DownDesired), Encoding.UTF8.GetBytes($"{{\"version\":{version},\"volume\":7}}"));
            }

            w.Broker.Send(new DeviceTopic(SyncWorld.Device, TopicKind.DownDesired), []);
            await w.UntilAsync(() => w.Inputs.Count == 2);
            await w.UntilAsync(() => w.Broker.Queued == 0);
            Assert.Equal([3, 4], w.Inputs.Cast<DesiredArrived>().Select(d => d.Version));
            Assert.Equal("{\"version\":4,\"volume\":7}", Encoding.UTF8.GetString(((DesiredArrived)w.Inputs[1]).Json.Span));
            Assert.Equal(0, w.Session.Status.BadMessages);
        });
    }

    [Fact]
    public void Nothing_that_the_user_wrote_is_ever_logged()
    {
        const string Marker = "zanzibar-4711";
        var world = SyncWorld.Run(
            async w =>
            {
                await w.UntilAsync(() => w.Session.Status.State == SyncState.Online);
                var question = w.Ask($"{Marker} {new string('x', 3_000)}");
                w.Ask(Marker, Marker);
                w.Write(3, Marker);
                w.SendReply(question, new ReplyMessage(0, Marker, Marker, false, ""));
                w.Broker.Send(new DeviceTopic(SyncWorld.Device, TopicKind.DownReply, "0"), MessageJson.Write(new ReplyMessage(0, Marker, Marker, false, Marker)));
                w.Broker.Send(new DeviceTopic(SyncWorld.Device, TopicKind.DownAck), Encoding.UTF8.GetBytes($"{{\"epoch\":\"{Marker}\",\"{Marker}\":1,\"contiguous\":\"{Marker}\"}}"));
                w.Broker.Send(new DeviceTopic(SyncWorld.Device, TopicKind.DownDesired), Encoding.UTF8.GetBytes($"{{\"version\":\"{Marker}\"}}"));
                w.Broker.Send(new DeviceTopic(SyncWorld.Device, TopicKind.DownChanges), Encoding.UTF8.GetBytes($"{Marker}"), Marker);
                w.Broker.Send(new DeviceTopic(SyncWorld.Device, TopicKind.DownChanges), Encoding.UTF8.GetBytes($"\u0001{Marker}"), MqttContract.Facts, Marker);
                w.Broker.Send($"spark/v1/school/desk-1/down/{Marker}", TopicKind.DownAck, Encoding.UTF8.GetBytes(Marker));
                await w.UntilAsync(() => w.Session.Status.BadMessages == 6);
                w.Broker.Cut();
                await w.UntilAsync(() => w.Session.Status.Reconnects == 1);
                await w.UntilAsync(() => w.Session.Status is { Pending: 1, OwnHighest: 5 });
            },
            w => w.Options.MaxPayloadBytes = 2_048);

        Assert.InRange(world.Log.Lines.Count, 8, 100);
        Assert.All(world.Log.Lines, l => Assert.DoesNotContain(Marker, l, StringComparison.OrdinalIgnoreCase));
    }

    private static byte[] Facts(params Fact[] facts) => ChangesCodec.Write(facts, int.MaxValue, out _);

    /// <summary>Sums a counter of the sessions made while it lives.</summary>
    private sealed class Counted : IDisposable
    {
        private readonly MeterListener _listener = new();
        private readonly Dictionary<Meter, long> _sums = [];

        public Counted(string instrument)
        {
            _listener.InstrumentPublished = (i, l) =>
            {
                if (i.Name == instrument)
                {
                    l.EnableMeasurementEvents(i);
                }
            };
            _listener.SetMeasurementEventCallback<long>((i, value, _, _) =>
            {
                lock (_sums)
                {
                    _sums[i.Meter] = _sums.GetValueOrDefault(i.Meter) + value;
                }
            });
            _listener.Start();
        }

        public long Of(SyncSession session)
        {
            lock (_sums)
            {
                return _sums.GetValueOrDefault(session.Meter);
            }
        }

        public void Dispose() => _listener.Dispose();
    }
}
