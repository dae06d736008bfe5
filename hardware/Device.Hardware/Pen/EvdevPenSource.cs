using System.Diagnostics;
using System.Runtime.InteropServices;
using Device.Core.Ink;
using Microsoft.Win32.SafeHandles;

namespace Device.Hardware.Pen;

/// <summary>A pen on a Linux input device.</summary>
/// <remarks>
/// A dedicated thread sleeps in the kernel until the pen reports, takes every report that waits, decodes it and queues the
/// samples; nothing is allocated per sample. Time stamps are the kernel's, of the monotonic clock. The owner disposes it, which
/// ends the thread; the reader then gets what is left and 0.
/// </remarks>
public sealed class EvdevPenSource : IPenSource, IDisposable
{
    private const int EventsPerRead = 64;
    private const int MostReadsAfterLoss = 64;

    private readonly SafeHandle _file;
    private readonly Func<PenSnapshot> _readSnapshot;
    private readonly EvdevPenDecoder _decoder;
    private readonly PenQueue _queue;
    private readonly SafeFileHandle _stop;
    private readonly Thread _thread;
    private readonly byte[] _bytes = new byte[EventsPerRead * EvdevEvent.Length];
    private readonly PenSample[] _samples = new PenSample[EvdevPenDecoder.MaxSamplesPerEvent];
    private long _lastTimestamp;
    private long _bytesDecoded;
    private long _queued;

    internal EvdevPenSource(SafeHandle file, PenRanges ranges, Func<PenSnapshot> readSnapshot, EvdevPenOptions options)
    {
        _file = file;
        _readSnapshot = readSnapshot;
        _decoder = new EvdevPenDecoder(ranges, options);
        _queue = new PenQueue(options.QueueCapacity);
        _stop = EvdevNative.EventFd(0, 0);
        if (_stop.IsInvalid)
        {
            throw new IOException("Cannot make an event descriptor: " + Marshal.GetLastPInvokeErrorMessage());
        }

        _thread = new Thread(Run) { IsBackground = true, Name = "pen" };
        _thread.Start();
    }

    /// <summary>How often the kernel lost events because they were not taken in time; each broke a stroke.</summary>
    public long Drops => _decoder.Drops;

    /// <summary>Hover samples replaced by newer ones because the reader was late.</summary>
    public long ReplacedHovers => _queue.Replaced;

    /// <summary>Bytes of whole events that were decoded and queued, or discarded after a loss.</summary>
    public long BytesDecoded => Interlocked.Read(ref _bytesDecoded);

    /// <summary>Samples queued for the reader, those that hover samples replaced included.</summary>
    public long Queued => Interlocked.Read(ref _queued);

    /// <summary>Opens the pen that the options name, or the first there is.</summary>
    /// <exception cref="IOException">There is no such device, it is no pen, or another program has grabbed it.</exception>
    /// <exception cref="UnauthorizedAccessException">This user may not open it: see the udev rules in firmware/image.</exception>
    /// <exception cref="PlatformNotSupportedException">Not a 64-bit Linux.</exception>
    public static EvdevPenSource Open(EvdevPenOptions options)
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

            return new EvdevPenSource(device.File, ranges, device.ReadSnapshot, options);
        }
        catch
        {
            device.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public bool IsTimed => true;

    /// <inheritdoc/>
    public int Read(Memory<PenSample> buffer, CancellationToken cancellationToken) => _queue.Read(buffer.Span, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<int> ReadAsync(Memory<PenSample> buffer, CancellationToken cancellationToken) => _queue.ReadAsync(buffer, cancellationToken);

    /// <summary>Ends the thread and closes the device. May be called more than once.</summary>
    public void Dispose()
    {
        if (_stop.IsClosed)
        {
            return;
        }

        _queue.Close();
        _ = EvdevNative.Write(_stop, 1UL, sizeof(ulong));
        _thread.Join();
        _stop.Dispose();
        _file.Dispose();
    }

    private void Run()
    {
        try
        {
            UrgentThread.TryRaise();

            // The pen may already be near when the device is opened; its state is then only here, and only the clock of the
            // kernel's stamps can say when: a stroke that begins so goes on with those.
            _lastTimestamp = (long)Stopwatch.GetElapsedTime(0).TotalMicroseconds;
            Queue(_decoder.Resume(_readSnapshot(), _lastTimestamp, _samples));
            var kept = 0;
            while (WaitForEvents() && TryRead(kept, out var length))
            {
                kept = Decode(kept + length);
            }
        }
        finally
        {
            Queue(_decoder.Leave(_lastTimestamp, _samples));
            _queue.Close();
        }
    }

    private bool WaitForEvents() => Poll(-1, out _, out var isStopped) && !isStopped;

    private bool Poll(int milliseconds, out bool isReadable, out bool isStopped)
    {
        Span<EvdevNative.PollEntry> entries =
        [
            new() { File = (int)_file.DangerousGetHandle(), Events = EvdevNative.PollIn },
            new() { File = (int)_stop.DangerousGetHandle(), Events = EvdevNative.PollIn },
        ];
        int answer;
        while ((answer = EvdevNative.Poll(ref entries[0], (nuint)entries.Length, milliseconds)) < 0
            && Marshal.GetLastPInvokeError() == EvdevNative.ErrorInterrupted)
        {
        }

        isReadable = (entries[0].Returned & EvdevNative.PollIn) != 0;
        isStopped = entries[1].Returned != 0;
        return answer >= 0;
    }

    private bool TryRead(int kept, out int length)
    {
        while (true)
        {
            length = (int)EvdevNative.Read(_file, ref _bytes[kept], _bytes.Length - kept);
            if (length > 0)
            {
                return true;
            }

            // Nothing read is the end of the stream, and any other error (ENODEV) a pen that was unplugged.
            if (length == 0 || Marshal.GetLastPInvokeError() is not (EvdevNative.ErrorInterrupted or EvdevNative.ErrorAgain))
            {
                return false;
            }
        }
    }

    /// <summary>Decodes whole events and moves what is left of a last one to the front.</summary>
    private int Decode(int length)
    {
        var at = 0;
        for (; length - at >= EvdevEvent.Length; at += EvdevEvent.Length)
        {
            var item = EvdevEvent.Read(_bytes.AsSpan(at));
            _lastTimestamp = item.TimestampMicroseconds;
            Queue(_decoder.Push(item, _samples));
            if (_decoder.NeedsSnapshot)
            {
                Interlocked.Add(ref _bytesDecoded, at + EvdevEvent.Length);
                return CatchUp(at + EvdevEvent.Length, length);
            }
        }

        return Keep(0, at, length);
    }

    /// <summary>Goes on after a loss from the state the kernel has now.</summary>
    /// <remarks>
    /// What still waits behind the loss is older than that state: decoded after it, the pen would jump back to where it was.
    /// So it is discarded first; a report that comes between discarding and asking is discarded too and the state asked again,
    /// within bounds: a pen that reports faster than that is applied to a state that already holds its report, which is harmless.
    /// </remarks>
    private int CatchUp(int at, int length)
    {
        var kept = Discard(at, length);
        PenSnapshot state;
        var reads = 0;
        bool isReadable;
        do
        {
            while (Poll(0, out isReadable, out _) && isReadable && reads++ < MostReadsAfterLoss && TryRead(kept, out var more))
            {
                kept = Discard(0, kept + more);
            }

            state = _readSnapshot();
        }
        while (reads < MostReadsAfterLoss && Poll(0, out isReadable, out _) && isReadable && reads++ < MostReadsAfterLoss);

        Queue(_decoder.Resume(state, _lastTimestamp, _samples));
        return kept;
    }

    private int Discard(int at, int length)
    {
        var start = at;
        for (; length - at >= EvdevEvent.Length; at += EvdevEvent.Length)
        {
            _lastTimestamp = EvdevEvent.Read(_bytes.AsSpan(at)).TimestampMicroseconds;
        }

        return Keep(start, at, length);
    }

    /// <summary>Counts the events from start to at, and moves what is left of a last one to the front.</summary>
    private int Keep(int start, int at, int length)
    {
        Interlocked.Add(ref _bytesDecoded, at - start);
        _bytes.AsSpan(at, length - at).CopyTo(_bytes);
        return length - at;
    }

    private void Queue(int count)
    {
        for (var i = 0; i < count; i++)
        {
            _queue.Write(_samples[i]);
        }

        Interlocked.Add(ref _queued, count);
    }
}
