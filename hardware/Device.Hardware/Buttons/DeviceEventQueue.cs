using System.Threading.Channels;
using Device.Core.Power;

namespace Device.Hardware.Buttons;

/// <summary>Hands events from whoever notices them to one reader. Any thread may write.</summary>
internal sealed class DeviceEventQueue
{
    private const int Capacity = 64;

    private readonly Channel<DeviceEvent> _channel;
    private readonly TimeProvider _time;
    private long _dropped;

    public DeviceEventQueue(TimeProvider time)
    {
        _time = time;

        // The newest keys are what a person means; 64 unread ones are a reader that hangs.
        _channel = Channel.CreateBounded<DeviceEvent>(
            new BoundedChannelOptions(Capacity) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true },
            _ => Interlocked.Increment(ref _dropped));
    }

    public long Dropped => Interlocked.Read(ref _dropped);

    /// <summary>Adds an event that happens now.</summary>
    public void Add(DeviceEventKind kind) => Add(kind, (long)_time.GetElapsedTime(0).TotalMicroseconds);

    /// <summary>Adds an event; discards it after <see cref="Close"/>.</summary>
    public void Add(DeviceEventKind kind, long timestampMicroseconds) => _channel.Writer.TryWrite(new DeviceEvent(kind, timestampMicroseconds));

    /// <summary>Ends the reader once it has read what is left.</summary>
    public void Close() => _channel.Writer.TryComplete();

    public IAsyncEnumerable<DeviceEvent> ReadAllAsync(CancellationToken cancellationToken) => _channel.Reader.ReadAllAsync(cancellationToken);
}
