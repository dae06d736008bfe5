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
    private readonly EvdevSource<PenSample> _source;
    private long _drops;
    private long _queued;

    internal EvdevPenSource(SafeHandle file, PenRanges ranges, Func<PenSnapshot> readSnapshot, EvdevPenOptions options)
        : this((file, ranges, readSnapshot), options, reopen: null)
    {
    }

    internal EvdevPenSource(
        (SafeHandle File, PenRanges Ranges, Func<PenSnapshot> ReadSnapshot) device,
        EvdevPenOptions options,
        Func<(SafeHandle File, PenRanges Ranges, Func<PenSnapshot> ReadSnapshot)>? reopen)
        : this(options) => _source.Start(Consumed(device, options), reopen is null ? null : () => Consumed(reopen(), options), isUrgent: true);

    // Only the newest position of a hovering pen matters.
    private EvdevPenSource(EvdevPenOptions options) => _source = new EvdevSource<PenSample>(
        "pen",
        new SampleQueue<PenSample>(options.QueueCapacity, static (last, next) => next.Phase == PenPhase.Hover && last.Phase == PenPhase.Hover),
        options.FirstReopenDelay,
        options.LongestReopenDelay);

    /// <summary>How often the kernel lost events because they were not taken in time; each broke a stroke.</summary>
    public long Drops => Interlocked.Read(ref _drops);

    /// <summary>How often the pen's device went away.</summary>
    public long Departures => _source.Life.Departures;

    /// <summary>The pen's device is gone, or was never there, and is waited for.</summary>
    public bool IsAway => _source.Life.IsAway;

    /// <inheritdoc/>
    public string? Trouble => _source.Life.Trouble;

    /// <summary>Hover samples replaced by newer ones because the reader was late.</summary>
    public long ReplacedHovers => _source.Queue.Replaced;

    /// <summary>Bytes of whole events that were decoded and queued, or discarded after a loss.</summary>
    public long BytesDecoded => _source.BytesDecoded;

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

    /// <summary>As <see cref="Open"/>, but a pen that cannot be opened is waited for like one that was unplugged: <see cref="Trouble"/> says why.</summary>
    /// <param name="options">Which device, and how.</param>
    /// <exception cref="ArgumentException">Options that cannot be used; the message names all of them.</exception>
    /// <exception cref="PlatformNotSupportedException">Not a little-endian Linux.</exception>
    public static EvdevPenSource OpenOrAwait(EvdevPenOptions options)
    {
        OptionCheck.ThrowIfAny("pen", options.Validate());
        var pen = new EvdevPenSource(options);
        OpenEvdev Open() => pen.Consumed(OpenDevice(options), options);
        pen._source.Start(pen._source.TryOpen(Open), Open, isUrgent: true);
        return pen;
    }

    /// <inheritdoc/>
    public bool IsTimed { get; internal init; } = true;

    /// <inheritdoc/>
    public int Read(Memory<PenSample> buffer, CancellationToken cancellationToken) => _source.Queue.Read(buffer.Span, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<int> ReadAsync(Memory<PenSample> buffer, CancellationToken cancellationToken) => _source.Queue.ReadAsync(buffer, cancellationToken);

    /// <summary>Ends the thread and closes the device. May be called more than once.</summary>
    public void Dispose() => _source.Dispose();

    private static (SafeHandle File, PenRanges Ranges, Func<PenSnapshot> ReadSnapshot) OpenDevice(EvdevPenOptions options)
    {
        var device = EvdevDevice.Open(options.DevicePath, EvdevDevice.OpenFirstPen);
        return device.Use(options.IsExclusive, d => ((SafeHandle)d.File, d.ReadRanges(), (Func<PenSnapshot>)d.ReadSnapshot));
    }

    private OpenEvdev Consumed((SafeHandle File, PenRanges Ranges, Func<PenSnapshot> ReadSnapshot) device, EvdevPenOptions options) =>
        new(device.File, new Consumer(this, device.Ranges, device.ReadSnapshot, options));

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
                source._source.Queue.Write(_samples[i]);
            }

            Interlocked.Add(ref source._queued, count);
        }
    }
}
