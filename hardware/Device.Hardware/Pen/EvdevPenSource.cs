using System.Runtime.InteropServices;
using Device.Core.Ink;
using Device.Hardware.Panels;

namespace Device.Hardware.Pen;

/// <summary>A pen on a Linux input device.</summary>
/// <remarks>
/// A dedicated thread sleeps in the kernel until the pen reports, takes every report that waits, decodes it and queues the
/// samples; nothing is allocated per sample. Time stamps are the kernel's, of the monotonic clock. A pen that is unplugged ends its
/// stroke and is waited for. The owner disposes it, which ends the thread; the reader then gets what is left and 0.
/// </remarks>
public sealed class EvdevPenSource : IPenSource, IDisposable
{
    private readonly SampleQueue<PenSample> _queue;
    private readonly EvdevReader _reader = new();
    private readonly EvdevLife _life;
    private readonly Thread _thread;
    private long _drops;
    private long _queued;
    private bool _isDisposed;

    internal EvdevPenSource(SafeHandle file, PenRanges ranges, Func<PenSnapshot> readSnapshot, EvdevPenOptions options)
        : this((file, ranges, readSnapshot), options, reopen: null)
    {
    }

    internal EvdevPenSource(
        (SafeHandle File, PenRanges Ranges, Func<PenSnapshot> ReadSnapshot) device,
        EvdevPenOptions options,
        Func<(SafeHandle File, PenRanges Ranges, Func<PenSnapshot> ReadSnapshot)>? reopen)
    {
        // Only the newest position of a hovering pen matters.
        _queue = new SampleQueue<PenSample>(options.QueueCapacity, static (last, next) => next.Phase == PenPhase.Hover && last.Phase == PenPhase.Hover);
        _life = new EvdevLife(_reader, options.FirstReopenDelay, options.LongestReopenDelay);
        var consumer = new Consumer(this, device.Ranges, device.ReadSnapshot, options);
        _reader.Begin(consumer);
        _thread = new Thread(() => Run(device.File, consumer, options, reopen)) { IsBackground = true, Name = "pen" };
        _thread.Start();
    }

    /// <summary>How often the kernel lost events because they were not taken in time; each broke a stroke.</summary>
    public long Drops => Interlocked.Read(ref _drops);

    /// <summary>How often the pen's device went away.</summary>
    public long Departures => _life.Departures;

    /// <summary>The pen's device is gone and waited for.</summary>
    public bool IsAway => _life.IsAway;

    /// <summary>Hover samples replaced by newer ones because the reader was late.</summary>
    public long ReplacedHovers => _queue.Replaced;

    /// <summary>Bytes of whole events that were decoded and queued, or discarded after a loss.</summary>
    public long BytesDecoded => _reader.BytesDecoded;

    /// <summary>Samples queued for the reader, those that hover samples replaced included.</summary>
    public long Queued => Interlocked.Read(ref _queued);

    /// <summary>Opens the pen that the options name, or the first there is.</summary>
    /// <param name="options">Which device, and how.</param>
    /// <exception cref="ArgumentException">Options that cannot be used; the message names all of them.</exception>
    /// <exception cref="IOException">There is no such device, it is no pen, or another program has grabbed it.</exception>
    /// <exception cref="UnauthorizedAccessException">This user may not open it: see the udev rules in firmware/image.</exception>
    /// <exception cref="PlatformNotSupportedException">Not a little-endian Linux.</exception>
    public static EvdevPenSource Open(EvdevPenOptions options)
    {
        OptionCheck.ThrowIfAny("pen", options.Validate());
        return new EvdevPenSource(OpenDevice(options), options, options.IsReopened ? () => OpenDevice(options) : null);
    }

    /// <inheritdoc/>
    public bool IsTimed { get; internal init; } = true;

    /// <inheritdoc/>
    public int Read(Memory<PenSample> buffer, CancellationToken cancellationToken) => _queue.Read(buffer.Span, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<int> ReadAsync(Memory<PenSample> buffer, CancellationToken cancellationToken) => _queue.ReadAsync(buffer, cancellationToken);

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

    private static (SafeHandle File, PenRanges Ranges, Func<PenSnapshot> ReadSnapshot) OpenDevice(EvdevPenOptions options)
    {
        var device = options.DevicePath.Length > 0 ? EvdevDevice.Open(options.DevicePath) : EvdevDevice.OpenFirstPen();
        try
        {
            var ranges = device.ReadRanges();
            device.UseMonotonicClock();
            if (options.IsExclusive)
            {
                device.Grab();
            }

            return (device.File, ranges, device.ReadSnapshot);
        }
        catch
        {
            device.Dispose();
            throw;
        }
    }

    private void Run(
        SafeHandle file,
        Consumer consumer,
        EvdevPenOptions options,
        Func<(SafeHandle File, PenRanges Ranges, Func<PenSnapshot> ReadSnapshot)>? reopen)
    {
        try
        {
            UrgentThread.TryRaise();
            _life.Run(file, consumer, reopen is null ? null : () =>
            {
                var again = reopen();
                return (again.File, new Consumer(this, again.Ranges, again.ReadSnapshot, options));
            });
        }
        finally
        {
            _queue.Close();
        }
    }

    private sealed class Consumer(EvdevPenSource source, PenRanges ranges, Func<PenSnapshot> readSnapshot, EvdevPenOptions options) : IEvdevConsumer
    {
        private readonly EvdevPenDecoder _decoder = new(ranges, options);
        private readonly PenSample[] _samples = new PenSample[EvdevPenDecoder.MaxSamplesPerEvent];
        private PenSnapshot _state;

        public void ReadState() => _state = readSnapshot();

        public void Resume(long timestampMicroseconds) => Queue(_decoder.Resume(_state, timestampMicroseconds, _samples));

        public bool Take(in EvdevEvent item)
        {
            var drops = _decoder.Drops;
            Queue(_decoder.Push(item, _samples));
            if (_decoder.Drops != drops)
            {
                Interlocked.Increment(ref source._drops);
            }

            return _decoder.NeedsSnapshot;
        }

        public void Leave(long timestampMicroseconds) => Queue(_decoder.Leave(timestampMicroseconds, _samples));

        private void Queue(int count)
        {
            for (var i = 0; i < count; i++)
            {
                source._queue.Write(_samples[i]);
            }

            Interlocked.Add(ref source._queued, count);
        }
    }
}
