using System.Globalization;
using Device.Core.Notebook;
using Device.Messages;
using Device.Storage;
using Device.Storage.Tests;
using Device.Sync.Asking;
using Device.Sync.Links;
using Microsoft.Extensions.Time.Testing;

namespace Device.Sync.Tests.World;

/// <summary>A machine, a broker and a gateway on one thread in virtual time.</summary>
internal sealed class SyncWorld : IDisposable
{
    public const ulong Epoch = 0x00c0ffee00c0ffee;

    private static readonly TimeSpan Limit = TimeSpan.FromHours(4);

    private readonly Dictionary<string, int> _asked = [];
    private CancellationTokenSource? _stop;
    private Task _running = Task.CompletedTask;
    private Task _reading = Task.CompletedTask;

    private SyncWorld()
    {
        Broker = new FakeBroker(Time) { Arrived = OnArrived };
        Journal = new MemoryJournal(Device, Epoch);
    }

    public static DeviceId Device { get; } = DeviceId.Parse("school/desk-1");

    public static DeviceId Other { get; } = DeviceId.Parse("school/desk-2");

    public static FactId Page { get; } = new(Device, Epoch, 1);

    public FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 3, 1, 8, 0, 0, TimeSpan.Zero));

    public SyncOptions Options { get; } = new() { Enabled = true };

    public MemoryJournal Journal { get; }

    public FakeBroker Broker { get; }

    public GatewayLedger Ledger { get; } = new();

    public MemoryCursor Cursor { get; } = new();

    /// <summary>The machine's audio and images; null for a machine without.</summary>
    public BlobStore? Blobs { get; set; }

    /// <summary>The gateway's.</summary>
    public BlobLedger BlobLedger { get; } = new();

    public RecordingLog<SyncSession> Log { get; } = new();

    public int Seed { get; set; } = 1;

    public SyncSession Session { get; private set; } = null!;

    public List<CloudInput> Inputs { get; } = [];

    public List<OutgoingMessage> Arrivals { get; } = [];

    /// <summary>Whether the machine journals and accepts other machines' facts.</summary>
    public bool Accepts { get; set; } = true;

    /// <summary>Whether the machine reads its inputs at all.</summary>
    public bool Reads { get; set; } = true;

    /// <summary>Whether the gateway acknowledges facts.</summary>
    public bool Acknowledges { get; set; } = true;

    /// <summary>Whether the gateway can read a batch; one that it cannot read it drops.</summary>
    public Func<IReadOnlyList<Fact>, bool> CanRead { get; set; } = _ => true;

    /// <summary>What the gateway replies to a question, given how often it was asked.</summary>
    public Func<RequestMessage, int, IEnumerable<ReplyMessage>> Reply { get; set; } = (_, _) => [];

    /// <summary>Runs a body with a session that is started after the arrangement.</summary>
    public static SyncWorld Run(Func<SyncWorld, Task> body, Action<SyncWorld>? arrange = null)
    {
        var world = new SyncWorld();
        OneThread.Run(world.Time, Limit, async () =>
        {
            arrange?.Invoke(world);
            world.Start();
            try
            {
                await body(world);
            }
            finally
            {
                await world.StopAsync();
            }
        }, world.State);
        return world;
    }

    /// <summary>Runs a body that starts the session itself.</summary>
    public static void RunUnstarted(Func<SyncWorld, Task> body)
    {
        var world = new SyncWorld();
        OneThread.Run(world.Time, Limit, () => body(world), world.State);
    }

    public void Start()
    {
        _stop = new CancellationTokenSource();
        Session = new SyncSession(Options, Journal.Source, Broker, Cursor, Time, new Random(Seed), Log, Blobs);
        _running = Session.RunAsync(_stop.Token);
        _reading = ReadInputsAsync();
    }

    public async Task StopAsync()
    {
        _stop?.Cancel();
        Reads = true;
        try
        {
            await _running;
            await _reading;
        }
        finally
        {
            Session.Dispose();
            _stop?.Dispose();
            _stop = null;
        }
    }

    public void Dispose() => _stop?.Dispose();

    public Task RunningAsync() => _running;

    public async Task RestartAsync()
    {
        await StopAsync();
        Start();
    }

    /// <summary>Waits in virtual time.</summary>
    public async Task UntilAsync(Func<bool> condition)
    {
        while (!condition())
        {
            await Task.Delay(TimeSpan.FromMilliseconds(10), Time);
        }
    }

    public Task PassAsync(TimeSpan time) => Task.Delay(time, Time);

    public Task UntilSettledAsync() => UntilAsync(() => Session.Status.Pending == 0 && Session.Status.OwnHighest == (ulong)Journal.Facts.Count(IsOwn));

    public void Write(int count, string title = "note")
    {
        for (var i = 0; i < count; i++)
        {
            Journal.Append(new NoteCreated($"{title} {i}"));
        }
    }

    /// <summary>Gives the machine a store for blobs.</summary>
    public MemoryFolder WithBlobs(MemoryFolder? medium = null)
    {
        medium ??= new MemoryFolder();
        Blobs = BlobStore.Open(
            medium, new BlobOptions { Directory = "blobs" }, KeyRing.None, null, Time, new Random(1), Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance, CancellationToken.None);
        return medium;
    }

    /// <summary>Attaches content to a page.</summary>
    public BlobId Attach(byte[] content, FactId page)
    {
        var id = BlobId.Of(content);
        var putting = Blobs!.PutAsync(content, "", CancellationToken.None);
        Assert.True(putting.IsCompletedSuccessfully);
        Journal.Append(new BlobAttached(page, id.ToString(), content.Length, "audio/flac", ""));
        return id;
    }

    public FactId Ask(string text, string context = "") => Journal.Append(new QuestionAsked(Page, text, context)).Id;

    public void SendAck(AckMessage ack) => Broker.Send(new DeviceTopic(Device, TopicKind.DownAck), MessageJson.Write(ack));

    public void SendReply(FactId question, ReplyMessage part) =>
        Broker.Send(new DeviceTopic(Device, TopicKind.DownReply, QuestionId.Of(question)), MessageJson.Write(part));

    public void SendChanges(params Fact[] facts) =>
        Broker.Send(new DeviceTopic(Device, TopicKind.DownChanges), ChangesCodec.Write(facts, int.MaxValue, out _), MqttContract.Facts);

    public void SendChanges(string stream, long after, long to, params Fact[] facts) => Broker.Send(
        new DeviceTopic(Device, TopicKind.DownChanges),
        ChangesCodec.Write(facts, int.MaxValue, out _),
        MqttContract.Facts,
        "1",
        (MqttContract.StreamProperty, stream),
        (MqttContract.AfterProperty, after.ToString(CultureInfo.InvariantCulture)),
        (MqttContract.ToProperty, to.ToString(CultureInfo.InvariantCulture)));

    /// <summary>What the machine said of itself, in order, without its last wills.</summary>
    public IReadOnlyList<PresenceMessage> Presences =>
        [.. Arrivals.Where(a => a.Topic.Kind == TopicKind.UpPresence).Select(a => MessageJson.Read<PresenceMessage>(a.Payload)).Where(p => p.Online)];

    public string Answer(FactId question) =>
        string.Concat(Inputs.OfType<ReplyArrived>().Where(r => r.Question == question).Select(r => r.Part.Answer));

    public int Asked(FactId question) => _asked.GetValueOrDefault(QuestionId.Of(question));

    public IEnumerable<IReadOnlyList<Fact>> Batches =>
        Arrivals.Where(a => a.Topic.Kind == TopicKind.UpChanges).Select(a => ChangesCodec.Read(a.Payload));

    private string State() =>
        $"{Session?.Status}\nstored {Ledger.Stored.Count}, deliveries {Ledger.Deliveries}, connections {Broker.Requests.Count}, inputs {Inputs.Count}\n{string.Join('\n', Log.Lines.TakeLast(20))}";

    private static bool IsOwn(Fact fact) => fact.Id.Device == Device && fact.Id.Epoch == Epoch;

    private void OnArrived(OutgoingMessage message)
    {
        Arrivals.Add(message);
        if (message.Topic.Kind == TopicKind.UpChanges)
        {
            var facts = ChangesCodec.Read(message.Payload);
            if (CanRead(facts))
            {
                var ack = Ledger.Store(facts);
                if (Acknowledges)
                {
                    SendAck(ack);
                }
            }
        }
        else if (message.Topic.Kind == TopicKind.UpWithheld)
        {
            Ledger.Withhold(MessageJson.Read<WithheldMessage>(message.Payload));
        }
        else if (message.Topic.Kind == TopicKind.UpBlob)
        {
            foreach (var answer in BlobLedger.Answer(message.Topic.RequestId, BlobCodec.Read(message.Payload)))
            {
                Broker.Send(message.Topic with { Kind = TopicKind.DownBlob }, BlobCodec.Write(answer), MqttContract.Blob);
            }
        }
        else if (message.Topic.Kind == TopicKind.UpRequest)
        {
            var times = _asked[message.Topic.RequestId] = _asked.GetValueOrDefault(message.Topic.RequestId) + 1;
            foreach (var part in Reply(MessageJson.Read<RequestMessage>(message.Payload), times))
            {
                Broker.Send(message.Topic with { Kind = TopicKind.DownReply }, MessageJson.Write(part));
            }
        }
    }

    private async Task ReadInputsAsync()
    {
        while (await Session.Inputs.WaitToReadAsync())
        {
            if (!Reads)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(10), Time);
            }
            else if (Session.Inputs.TryRead(out var input))
            {
                Inputs.Add(input);
                if (input is FactsArrived arrived && Accepts)
                {
                    await arrived.AcceptAsync();
                }
            }
        }
    }
}
