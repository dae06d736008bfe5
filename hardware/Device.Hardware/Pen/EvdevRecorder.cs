namespace Device.Hardware.Pen;

/// <summary>Records an input device into a file (docs/formats/evdev-capture.md), for a test of a machine that is not on the desk.</summary>
public sealed class EvdevRecorder : IDisposable
{
    private readonly EvdevDevice _device;
    private readonly EvdevReader _reader = new();
    private readonly Tape _tape;
    private readonly IReadOnlyDictionary<int, EvdevAxis> _axes;
    private readonly IReadOnlyDictionary<int, bool> _keys;

    private EvdevRecorder(EvdevDevice device)
    {
        // What the device is like belongs before the first event: read later it would hold events that are still to be read.
        (_device, _tape) = (device, new Tape(_reader));
        (_axes, _keys) = device.Describe();
        _reader.Begin(_tape);
    }

    /// <summary>The device that is recorded.</summary>
    public string Path => _device.Path;

    /// <summary>Bytes of events so far. Any thread.</summary>
    public long Bytes => _reader.BytesDecoded;

    /// <summary>Opens a device; others go on getting its events.</summary>
    /// <param name="path">The device, such as /dev/input/event2; empty for the first pen that is found.</param>
    /// <exception cref="IOException">It cannot be opened, or there is no pen.</exception>
    /// <exception cref="UnauthorizedAccessException">This user may not open it.</exception>
    public static EvdevRecorder Open(string path)
    {
        var device = EvdevDevice.Open(path, EvdevDevice.OpenFirstPen);
        try
        {
            device.UseMonotonicClock();
            return new EvdevRecorder(device);
        }
        catch
        {
            device.Dispose();
            throw;
        }
    }

    /// <summary>Records until it is stopped, the device is gone, or <see cref="EvdevCapture.MostEventBytes"/> are there.</summary>
    /// <param name="cancellationToken">Ends the recording; what was recorded is returned.</param>
    public Task<EvdevCapture> RecordAsync(CancellationToken cancellationToken) => Task.Factory.StartNew(
        () =>
        {
            using var stopping = cancellationToken.UnsafeRegister(static reader => ((EvdevReader)reader!).Stop(), _reader);
            _reader.Read(_device.File, _tape);
            return new EvdevCapture(EvdevEvent.Length, _axes, _keys, _tape.Bytes);
        },
        CancellationToken.None,
        TaskCreationOptions.LongRunning,
        TaskScheduler.Default);

    /// <inheritdoc/>
    public void Dispose()
    {
        _reader.Dispose();
        _device.Dispose();
    }

    private sealed class Tape(EvdevReader reader) : IEvdevConsumer
    {
        private byte[] _bytes = new byte[64 << 10];
        private int _used;

        public ReadOnlyMemory<byte> Bytes => _bytes.AsMemory(0, _used);

        public void ReadState()
        {
        }

        public void Resume(long timestampMicroseconds)
        {
        }

        public bool Take(in EvdevEvent item)
        {
            if (_used + EvdevEvent.Length > EvdevCapture.MostEventBytes)
            {
                reader.Stop();
                return false;
            }

            if (_used + EvdevEvent.Length > _bytes.Length)
            {
                Array.Resize(ref _bytes, _bytes.Length * 2);
            }

            item.Write(_bytes.AsSpan(_used));
            _used += EvdevEvent.Length;
            return false;
        }

        public void Leave(long timestampMicroseconds)
        {
        }
    }
}
