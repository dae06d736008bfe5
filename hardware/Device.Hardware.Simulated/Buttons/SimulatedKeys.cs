using System.Threading.Channels;
using Device.Core.Power;
using Device.Core.Speech;

namespace Device.Hardware.Simulated.Buttons;

/// <summary>Keys and lid without hardware: a test or a page presses them. Any thread.</summary>
/// <param name="time">The clock.</param>
/// <param name="mute">Is told of the mute switch; null where nobody listens.</param>
public sealed class SimulatedKeys(TimeProvider time, MicrophoneMute? mute = null) : IDeviceEvents
{
    private const int Capacity = 64;

    // As on a real machine, the newest keys are what a person means.
    private readonly Channel<DeviceEvent> _events = Channel.CreateBounded<DeviceEvent>(
        new BoundedChannelOptions(Capacity) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true });

    private long _pressed;
    private long _taken;

    /// <inheritdoc/>
    public long Dropped => Math.Max(0, Interlocked.Read(ref _pressed) - Interlocked.Read(ref _taken) - _events.Reader.Count);

    /// <summary>Lets something happen.</summary>
    /// <param name="kind">What.</param>
    public void Happen(DeviceEventKind kind)
    {
        if (kind is DeviceEventKind.MicrophoneMuted or DeviceEventKind.MicrophoneUnmuted)
        {
            mute?.Set(kind == DeviceEventKind.MicrophoneMuted);
        }

        Interlocked.Increment(ref _pressed);
        _events.Writer.TryWrite(new DeviceEvent(kind, (long)time.GetElapsedTime(0).TotalMicroseconds));
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<DeviceEvent> ReadAllAsync([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var item in _events.Reader.ReadAllAsync(cancellationToken))
        {
            Interlocked.Increment(ref _taken);
            yield return item;
        }
    }
}
