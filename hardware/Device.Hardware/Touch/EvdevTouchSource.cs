using System.Runtime.InteropServices;
using Device.Core.Touch;
using Device.Hardware.Panels;
using Device.Hardware.Pen;

namespace Device.Hardware.Touch;

/// <summary>Touch glass on a Linux input device.</summary>
/// <remarks>
/// A dedicated thread sleeps in the kernel until fingers are reported, decodes and queues; nothing is allocated per report. Time stamps
/// are the kernel's, of the monotonic clock. A glass that is unplugged cancels what lay on it and is waited for. The owner disposes it,
/// which ends the thread; the reader then gets what is left and 0.
/// </remarks>
public sealed class EvdevTouchSource : ITouchSource, IDisposable
{
    private readonly EvdevSource<TouchContact> _source;
    private long _drops;
    private long _queued;

    internal EvdevTouchSource(TouchDevice device, EvdevTouchOptions options, Func<TouchDevice>? reopen)
        : this(options) => _source.Start(Consumed(device, options), reopen is null ? null : () => Consumed(reopen(), options));

    // Only the newest place of a finger matters; that it came and went must not be lost.
    private EvdevTouchSource(EvdevTouchOptions options) => _source = new EvdevSource<TouchContact>(
        "touch",
        new SampleQueue<TouchContact>(
            options.QueueCapacity,
            static (last, next) => next.Phase == TouchPhase.Move && last.Phase == TouchPhase.Move && next.Id == last.Id),
        options.FirstReopenDelay,
        options.LongestReopenDelay);

    /// <summary>Reads what lies on the glass into slots.</summary>
    /// <returns>The slot that events without a slot mean.</returns>
    internal delegate int StateReader(Span<TouchSlot> state);

    /// <summary>How often the kernel lost events because they were not taken in time.</summary>
    public long Drops => Interlocked.Read(ref _drops);

    /// <summary>How often the glass went away.</summary>
    public long Departures => _source.Life.Departures;

    /// <summary>The glass is gone, or was never there, and is waited for.</summary>
    public bool IsAway => _source.Life.IsAway;

    /// <inheritdoc/>
    public string? Trouble => _source.Life.Trouble;

    /// <summary>Movements replaced by newer ones because the reader was late.</summary>
    public long ReplacedMoves => _source.Queue.Replaced;

    /// <summary>Bytes of whole events that were decoded and queued, or discarded after a loss.</summary>
    public long BytesDecoded => _source.BytesDecoded;

    /// <summary>Reports queued for the reader, those that movements replaced included.</summary>
    public long Queued => Interlocked.Read(ref _queued);

    /// <summary>Opens the glass that the options name, or the first there is.</summary>
    /// <param name="options">Which device, and how.</param>
    /// <exception cref="ArgumentException">Options that cannot be used; the message names all of them.</exception>
    /// <exception cref="IOException">There is no such device, it has no slots, or another program has grabbed it.</exception>
    /// <exception cref="UnauthorizedAccessException">This user may not open it: see the udev rules in firmware/image.</exception>
    public static EvdevTouchSource Open(EvdevTouchOptions options)
    {
        OptionCheck.ThrowIfAny("touch", options.Validate());
        return new EvdevTouchSource(OpenDevice(options), options, options.IsReopened ? () => OpenDevice(options) : null);
    }

    /// <summary>As <see cref="Open"/>, but a glass that cannot be opened is waited for like one that was unplugged: <see cref="Trouble"/> says why.</summary>
    /// <param name="options">Which device, and how.</param>
    /// <exception cref="ArgumentException">Options that cannot be used; the message names all of them.</exception>
    public static EvdevTouchSource OpenOrAwait(EvdevTouchOptions options)
    {
        OptionCheck.ThrowIfAny("touch", options.Validate());
        var touch = new EvdevTouchSource(options);
        OpenEvdev Open() => touch.Consumed(OpenDevice(options), options);
        touch._source.Start(touch._source.TryOpen(Open), Open);
        return touch;
    }

    /// <inheritdoc/>
    public ValueTask<int> ReadAsync(Memory<TouchContact> buffer, CancellationToken cancellationToken) => _source.Queue.ReadAsync(buffer, cancellationToken);

    /// <summary>Ends the thread and closes the device. May be called more than once.</summary>
    public void Dispose() => _source.Dispose();

    private static TouchDevice OpenDevice(EvdevTouchOptions options)
    {
        var device = EvdevDevice.Open(options.DevicePath, EvdevDevice.OpenFirstTouch);
        return device.Use(options.IsExclusive, d => new TouchDevice(d.File, d.ReadTouchRanges(), d.ReadTouchState));
    }

    private OpenEvdev Consumed(TouchDevice device, EvdevTouchOptions options) => new(device.File, new Consumer(this, device, options));

    internal readonly record struct TouchDevice(SafeHandle File, TouchRanges Ranges, StateReader ReadState);

    private sealed class Consumer : IEvdevConsumer
    {
        private readonly EvdevTouchSource _touch;
        private readonly StateReader _readState;
        private readonly EvdevTouchDecoder _decoder;
        private readonly TouchSlot[] _state;
        private readonly TouchContact[] _contacts = new TouchContact[EvdevTouchDecoder.MaxContactsPerEvent];
        private int _slot;

        public Consumer(EvdevTouchSource touch, TouchDevice device, EvdevTouchOptions options)
        {
            (_touch, _readState, _decoder) = (touch, device.ReadState, new EvdevTouchDecoder(device.Ranges, options));
            _state = new TouchSlot[_decoder.Slots];
        }

        public void ReadState() => _slot = _readState(_state);

        public void Resume(long timestampMicroseconds) => Queue(_decoder.Resume(_state, _slot, timestampMicroseconds, _contacts));

        public bool Take(in EvdevEvent item)
        {
            var drops = _decoder.Drops;
            Queue(_decoder.Push(item, _contacts));
            if (_decoder.Drops != drops)
            {
                Interlocked.Increment(ref _touch._drops);
            }

            return _decoder.NeedsState;
        }

        public void Leave(long timestampMicroseconds) => Queue(_decoder.Leave(timestampMicroseconds, _contacts));

        private void Queue(int count)
        {
            for (var i = 0; i < count; i++)
            {
                _touch._source.Queue.Write(_contacts[i]);
            }

            Interlocked.Add(ref _touch._queued, count);
        }
    }
}
