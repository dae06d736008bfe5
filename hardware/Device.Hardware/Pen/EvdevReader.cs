using System.Diagnostics;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Device.Hardware.Pen;

/// <summary>
/// Reads a device's events on the calling thread, which sleeps in the kernel until there are some, and can be stopped from another.
/// Allocates nothing per event.
/// </summary>
internal sealed class EvdevReader : IDisposable
{
    private const int EventsPerRead = 64;
    private const int MostReadsAfterLoss = 64;

    private readonly SafeFileHandle _stop = EvdevNative.EventFd(0, 0);
    private readonly byte[] _bytes = new byte[EventsPerRead * EvdevEvent.Length];
    private SafeHandle? _file;
    private IEvdevConsumer? _consumer;
    private long _lastTimestamp;
    private long _bytesDecoded;
    private volatile bool _isStopped;

    /// <exception cref="IOException">The kernel gives no event descriptor.</exception>
    public EvdevReader()
    {
        if (_stop.IsInvalid)
        {
            throw new IOException("Cannot make an event descriptor: " + Marshal.GetLastPInvokeErrorMessage());
        }
    }

    /// <summary>Whether <see cref="Stop"/> was called.</summary>
    public bool IsStopped => _isStopped;

    /// <summary>Bytes of whole events that were taken, or discarded after a loss.</summary>
    public long BytesDecoded => Interlocked.Read(ref _bytesDecoded);

    /// <summary>Ends <see cref="Read"/> and <see cref="Pause"/>, also those to come.</summary>
    public void Stop()
    {
        _isStopped = true;
        _ = EvdevNative.Write(_stop, 1UL, sizeof(ulong));
    }

    /// <summary>Waits.</summary>
    /// <returns>False when stopped.</returns>
    public bool Pause(int milliseconds)
    {
        var entry = new EvdevNative.PollEntry { File = (int)_stop.DangerousGetHandle(), Events = EvdevNative.PollIn };
        _ = EvdevNative.Poll(ref entry, 1, milliseconds);
        return !_isStopped;
    }

    /// <summary>
    /// Takes the state of a device that was just opened, on the opener's thread: what happens after that comes as events, each once.
    /// </summary>
    /// <param name="consumer">Reads the state.</param>
    public void Begin(IEvdevConsumer consumer)
    {
        // What is already so when a device is opened is only in its state, and only the clock of the kernel's stamps can say
        // when: a stroke that begins so goes on with those.
        _lastTimestamp = (long)Stopwatch.GetElapsedTime(0).TotalMicroseconds;
        consumer.ReadState();
    }

    /// <summary>Reads until the device is gone or the reader is stopped; after <see cref="Begin"/>.</summary>
    public void Read(SafeHandle file, IEvdevConsumer consumer)
    {
        (_file, _consumer) = (file, consumer);
        try
        {
            consumer.Resume(_lastTimestamp);
            var kept = 0;
            while (Poll(-1, out _) && !_isStopped && TryRead(kept, out var length))
            {
                kept = Decode(kept + length);
            }
        }
        finally
        {
            consumer.Leave(_lastTimestamp);
        }
    }

    public void Dispose() => _stop.Dispose();

    private bool Poll(int milliseconds, out bool isReadable)
    {
        Span<EvdevNative.PollEntry> entries =
        [
            new() { File = (int)_file!.DangerousGetHandle(), Events = EvdevNative.PollIn },
            new() { File = (int)_stop.DangerousGetHandle(), Events = EvdevNative.PollIn },
        ];
        int answer;
        while ((answer = EvdevNative.Poll(ref entries[0], (nuint)entries.Length, milliseconds)) < 0
            && Marshal.GetLastPInvokeError() == EvdevNative.ErrorInterrupted)
        {
        }

        isReadable = (entries[0].Returned & EvdevNative.PollIn) != 0;
        return answer >= 0;
    }

    private bool TryRead(int kept, out int length)
    {
        while (true)
        {
            length = (int)EvdevNative.Read(_file!, ref _bytes[kept], _bytes.Length - kept);
            if (length > 0)
            {
                return true;
            }

            // Nothing read is the end of the stream, and any other error (ENODEV) a device that was unplugged.
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
            if (_consumer!.Take(item))
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
        var reads = 0;
        bool isReadable;
        do
        {
            while (Poll(0, out isReadable) && isReadable && reads++ < MostReadsAfterLoss && TryRead(kept, out var more))
            {
                kept = Discard(0, kept + more);
            }

            _consumer!.ReadState();
        }
        while (reads < MostReadsAfterLoss && Poll(0, out isReadable) && isReadable && reads++ < MostReadsAfterLoss);

        _consumer.Resume(_lastTimestamp);
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
}
