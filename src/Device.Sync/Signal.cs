using System.Threading.Channels;

namespace Device.Sync;

/// <summary>Wakes one waiter; any number of settings before it looks count as one. Thread-safe for setters.</summary>
internal sealed class Signal
{
    // One place and dropped writes: a signal that is already up needs no second one.
    private readonly Channel<bool> _channel = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    public void Set() => _channel.Writer.TryWrite(true);

    public async ValueTask WaitAsync(CancellationToken cancellationToken) => await _channel.Reader.ReadAsync(cancellationToken);
}
