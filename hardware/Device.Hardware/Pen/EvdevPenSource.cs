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

    private readonly SafeHandle _file;
    private readonly Func<PenSnapshot> _readSnapshot;
    private readonly EvdevPenDecoder _decoder;
    private readonly PenQueue _queue;
    private readonly SafeFileHandle _stop;
    private readonly Thread _thread;
    private readonly byte[] _bytes = new byte[EventsPerRead * EvdevEvent.Length];
    private readonly PenSample[] _samples = new PenSample[EvdevPenDecoder.MaxSamplesPerEvent];
    private long _lastTimestamp;

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

            // The pen may already be near when the device is opened; its state is then only here.
            Queue(_decoder.Resume(_readSnapshot(), 0, _samples));
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

    private bool WaitForEvents()
    {
        Span<EvdevNative.PollEntry> entries =
        [
            new() { File = (int)_file.DangerousGetHandle(), Events = EvdevNative.PollIn },
            new() { File = (int)_stop.DangerousGetHandle(), Events = EvdevNative.PollIn },
        ];
        while (EvdevNative.Poll(ref entries[0], (nuint)entries.Length, -1) < 0)
        {
            if (Marshal.GetLastPInvokeError() != EvdevNative.ErrorInterrupted)
            {
                return false;
            }
        }

        return entries[1].Returned == 0;
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
                Queue(_decoder.Resume(_readSnapshot(), _lastTimestamp, _samples));
            }
        }

        _bytes.AsSpan(at, length - at).CopyTo(_bytes);
        return length - at;
    }

    private void Queue(int count)
    {
        for (var i = 0; i < count; i++)
        {
            _queue.Write(_samples[i]);
        }
    }
}
