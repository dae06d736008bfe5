using System.Threading.Channels;
using Device.Messages;
using Device.Sync.Links;

namespace Device.Sync.Tests.World;

/// <summary>A broker for one machine, in memory: a session that outlives connections, a window, retained messages, the will, and a fate for every message.</summary>
#pragma warning disable CA1001 // The link belongs to the session that asked for it.
internal sealed class FakeBroker(TimeProvider time) : IBroker
#pragma warning restore CA1001
{
    private readonly List<IncomingMessage> _session = [];
    private readonly HashSet<IncomingMessage> _sent = [];
    private FakeLink? _link;

    public TimeSpan LongDelay { get; set; } = TimeSpan.FromMilliseconds(700);

    public LinkLimits Limits { get; set; } = new(ushort.MaxValue, int.MaxValue, SessionPresent: true);

    /// <summary>Decides on a message to the gateway.</summary>
    public Func<OutgoingMessage, Fate> Up { get; set; } = _ => Fate.Arrive;

    /// <summary>Decides on a message to the machine.</summary>
    public Func<TopicKind, Fate> Down { get; set; } = _ => Fate.Arrive;

    /// <summary>Why the next connections are refused; null when they are not.</summary>
    public Func<string?> Refuse { get; set; } = () => null;

    /// <summary>Hears what arrives.</summary>
    public Action<OutgoingMessage> Arrived { get; set; } = _ => { };

    public List<LinkRequest> Requests { get; } = [];

    public List<TimeSpan> Attempts { get; } = [];

    public Dictionary<TopicKind, byte[]> Retained { get; } = [];

    /// <summary>Most messages that ever waited for their PUBACK.</summary>
    public int MostInflight { get; private set; }

    /// <summary>Messages that wait for the machine's acknowledgement or for a connection.</summary>
    public int Queued => _session.Count;

    public Signal Changed { get; } = new();

    public bool IsOnline => _link is not null;

    public async Task<IBrokerLink> ConnectAsync(LinkRequest request, CancellationToken cancellationToken)
    {
        Attempts.Add(time.GetElapsedTime(0));
        await Task.Yield();
        cancellationToken.ThrowIfCancellationRequested();
        if (Refuse() is { } reason)
        {
            Changed.Set();
            if (reason.Length == 0)
            {
                await Task.Delay(Timeout.InfiniteTimeSpan, time, cancellationToken);
            }

            throw new LinkException(reason);
        }

        _link?.End("session taken over");
        Requests.Add(request);
        _link = new FakeLink(this, request);
        _sent.Clear();
        Pump();
        Changed.Set();
        return _link;
    }

    /// <summary>The connection is gone without a word.</summary>
    public void Cut()
    {
        if (_link is { } link)
        {
            _link = null;
            link.End("cut");
            Take(link.Request.Will);
        }
    }

    public void Send(
        DeviceTopic topic, byte[] payload, string? contentType = MqttContract.Json, string? version = "1", params (string Name, string Value)[] more) =>
        Send(topic.ToString(), topic.Kind, payload, contentType, version, more);

    public void Send(
        string topic, TopicKind kind, byte[] payload, string? contentType = MqttContract.Json, string? version = "1", params (string Name, string Value)[] more)
    {
        var properties = more.ToDictionary(m => m.Name, m => m.Value);
        if (version is not null)
        {
            properties[MqttContract.VersionProperty] = version;
        }

        switch (Down(kind))
        {
            case Fate.Arrive:
                Queue(topic, payload, contentType, properties);
                break;
            case Fate.ArriveTwice:
                Queue(topic, payload, contentType, properties);
                Queue(topic, payload, contentType, properties);
                break;
            case Fate.Delay:
                _ = LaterAsync(() => Queue(topic, payload, contentType, properties));
                break;
            case Fate.CutAfter:
                Queue(topic, payload, contentType, properties);
                Cut();
                break;
            case Fate.CutBefore:
                Cut();
                break;
            default:
                break;
        }
    }

    private async Task LaterAsync(Action action)
    {
        await Task.Delay(LongDelay, time);
        action();
    }

    private void Queue(string topic, byte[] payload, string? contentType, Dictionary<string, string> properties)
    {
        IncomingMessage message = null!;
        message = new IncomingMessage(topic, payload, contentType, properties, _ =>
        {
            _session.Remove(message);
            _sent.Remove(message);
            Pump();
            Changed.Set();
            return Task.CompletedTask;
        });
        _session.Add(message);
        Pump();
    }

    private void Pump()
    {
        foreach (var message in _session)
        {
            if (_link is not null && _sent.Count < _link.Request.ReceiveMaximum && !_sent.Contains(message) && _link.Deliver(message))
            {
                _sent.Add(message);
            }
        }
    }

    private void Take(OutgoingMessage message)
    {
        if (message.Retain)
        {
            Retained[message.Topic.Kind] = message.Payload;
        }

        Arrived(message);
        Changed.Set();
    }

    private sealed class FakeLink(FakeBroker broker, LinkRequest request) : IBrokerLink
    {
        private readonly Channel<IncomingMessage> _incoming = Channel.CreateBounded<IncomingMessage>(request.ReceiveMaximum);
        private readonly TaskCompletionSource<string> _ended = new();
        private int _inflight;

        public LinkRequest Request => request;

        public LinkLimits Limits => broker.Limits;

        public ChannelReader<IncomingMessage> Incoming => _incoming.Reader;

        public Task<string> Ended => _ended.Task;

        public bool Deliver(IncomingMessage message) => _incoming.Writer.TryWrite(message);

        public void End(string reason)
        {
            _ended.TrySetResult(reason);
            _incoming.Writer.TryComplete();
        }

        public async Task<PublishOutcome> PublishAsync(OutgoingMessage message, CancellationToken cancellationToken)
        {
            broker.MostInflight = Math.Max(broker.MostInflight, ++_inflight);
            try
            {
                ThrowIfEnded();
                var fate = broker.Up(message);
                await Task.Yield();
                ThrowIfEnded();
                return await PublishAsync(message, fate, cancellationToken);
            }
            finally
            {
                _inflight--;
            }
        }

        public Task CloseAsync(CancellationToken cancellationToken)
        {
            if (broker._link == this)
            {
                broker._link = null;
            }

            End("closed");
            return Task.CompletedTask;
        }

        public ValueTask DisposeAsync()
        {
            if (broker._link == this)
            {
                broker.Cut();
            }

            return ValueTask.CompletedTask;
        }

        private async Task<PublishOutcome> PublishAsync(OutgoingMessage message, Fate fate, CancellationToken cancellationToken)
        {
            if (fate == Fate.Delay)
            {
                await Task.Delay(broker.LongDelay, broker.Time, cancellationToken);
            }

            if (fate is Fate.Arrive or Fate.ArriveTwice or Fate.Delay or Fate.LosePuback or Fate.CutAfter)
            {
                broker.Take(message);
            }

            if (fate == Fate.ArriveTwice)
            {
                broker.Take(message);
            }

            if (fate is Fate.CutBefore or Fate.CutAfter)
            {
                broker.Cut();
                ThrowIfEnded();
            }

            if (fate is Fate.Silence or Fate.LosePuback)
            {
                await Task.Delay(Timeout.InfiniteTimeSpan, broker.Time, cancellationToken);
            }

            return new PublishOutcome(fate != Fate.Refuse, fate == Fate.Refuse ? "NotAuthorized" : "");
        }

        private void ThrowIfEnded()
        {
            if (_ended.Task.IsCompleted)
            {
                throw new LinkException($"the connection ended: {_ended.Task.Result}");
            }
        }
    }

    private TimeProvider Time => time;
}
