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
    private readonly SampleQueue<TouchContact> _queue;
    private readonly EvdevReader _reader = new();
    private readonly EvdevLife _life;
    private readonly Thread _thread;
    private long _drops;
    private bool _isDisposed;

    internal EvdevTouchSource(TouchDevice device, EvdevTouchOptions options, Func<TouchDevice>? reopen)
    {
        // Only the newest place of a finger matters; that it came and went must not be lost.
        _queue = new SampleQueue<TouchContact>(
            options.QueueCapacity,
            static (last, next) => next.Phase == TouchPhase.Move && last.Phase == TouchPhase.Move && next.Id == last.Id);
        _life = new EvdevLife(_reader, options.FirstReopenDelay, options.LongestReopenDelay);
        var consumer = new Consumer(this, device, options);
        _reader.Begin(consumer);
        _thread = new Thread(() => Run(device.File, consumer, options, reopen)) { IsBackground = true, Name = "touch" };
        _thread.Start();
    }

    /// <summary>Reads what lies on the glass into slots.</summary>
    /// <returns>The slot that events without a slot mean.</returns>
    internal delegate int StateReader(Span<TouchSlot> state);

    /// <summary>How often the kernel lost events because they were not taken in time.</summary>
    public long Drops => Interlocked.Read(ref _drops);

    /// <summary>How often the glass went away.</summary>
    public long Departures => _life.Departures;

    /// <summary>The glass is gone and waited for.</summary>
    public bool IsAway => _life.IsAway;

    /// <summary>Movements replaced by newer ones because the reader was late.</summary>
    public long ReplacedMoves => _queue.Replaced;

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

    /// <inheritdoc/>
    public ValueTask<int> ReadAsync(Memory<TouchContact> buffer, CancellationToken cancellationToken) => _queue.ReadAsync(buffer, cancellationToken);

    /// <summary>Ends the thread and closes the device. May be called more than once.</summary>
    public void Dispose()
    {
        if (_isDisposed)
        {
            return;
        }

        _isDisposed = true;
        _queue.Close();
        _reader.Stop();
        _thread.Join();
        _reader.Dispose();
    }

    private static TouchDevice OpenDevice(EvdevTouchOptions options)
    {
        var device = options.DevicePath.Length > 0 ? EvdevDevice.Open(options.DevicePath) : EvdevDevice.OpenFirstTouch();
        try
        {
            var ranges = device.ReadTouchRanges();
            device.UseMonotonicClock();
            if (options.IsExclusive)
            {
                device.Grab();
            }

            return new TouchDevice(device.File, ranges, device.ReadTouchState);
        }
        catch
        {
            device.Dispose();
            throw;
        }
    }

    private void Run(SafeHandle file, Consumer consumer, EvdevTouchOptions options, Func<TouchDevice>? reopen)
    {
        try
        {
            _life.Run(file, consumer, reopen is null ? null : () =>
            {
                var again = reopen();
                return (again.File, new Consumer(this, again, options));
            });
        }
        finally
        {
            _queue.Close();
        }
    }

    internal readonly record struct TouchDevice(SafeHandle File, TouchRanges Ranges, StateReader ReadState);

    private sealed class Consumer : IEvdevConsumer
    {
        private readonly EvdevTouchSource _source;
        private readonly StateReader _readState;
        private readonly EvdevTouchDecoder _decoder;
        private readonly TouchSlot[] _state;
        private readonly TouchContact[] _contacts = new TouchContact[EvdevTouchDecoder.MaxContactsPerEvent];
        private int _slot;

        public Consumer(EvdevTouchSource source, TouchDevice device, EvdevTouchOptions options)
        {
            (_source, _readState, _decoder) = (source, device.ReadState, new EvdevTouchDecoder(device.Ranges, options));
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
                Interlocked.Increment(ref _source._drops);
            }

            return _decoder.NeedsState;
        }

        public void Leave(long timestampMicroseconds) => Queue(_decoder.Leave(timestampMicroseconds, _contacts));

        private void Queue(int count)
        {
            for (var i = 0; i < count; i++)
            {
                _source._queue.Write(_contacts[i]);
            }
        }
    }
}
