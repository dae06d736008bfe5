using Device.Core.Screen;
using Device.Hardware.Simulated.Panel;

namespace Device.Hardware.Simulated.Panels;

/// <summary>
/// The e-ink glass that every emulated controller drives, with the pixels of <see cref="SimulatedPanel"/>: greys move over a
/// waveform's time, fast waveforms leave ghosts, a pixel that is being driven takes no new target, and a wrong common voltage
/// darkens white with every clearing refresh. The same calls at the same times give the same pixels. Any thread.
/// </summary>
public sealed class EmulatedGlass
{
    private const double DriftPerVolt = 12;
    private const double MostDrift = 90;

    private readonly Lock _gate = new();
    private readonly TimeProvider _time;
    private readonly EmulatedGlassOptions _options;
    private readonly PanelPixels _pixels;
    private readonly Queue<GlassDrive> _log;
    private readonly Action<PixelRect> _settled = _ => { };
    private double _vcomError;

    /// <summary>Makes white glass.</summary>
    /// <param name="width">Columns, 8 to 8,192.</param>
    /// <param name="height">Rows, 8 to 8,192.</param>
    /// <param name="greyLevels">2, 4 or 16.</param>
    /// <param name="time">The clock that the greys follow.</param>
    /// <param name="options">How it behaves; null for the standard.</param>
    public EmulatedGlass(int width, int height, int greyLevels, TimeProvider time, EmulatedGlassOptions? options = null)
    {
        (_time, _options) = (time, options ?? new EmulatedGlassOptions());
        Panel = new PanelCapabilities(width, height, 227, greyLevels, true);
        _pixels = new PanelPixels(Panel, _options.Engines, (float)_options.Ghost, _options.Seed);
        _log = new Queue<GlassDrive>(_options.LogCapacity);
    }

    /// <summary>What the glass is.</summary>
    public PanelCapabilities Panel { get; }

    /// <summary>One bit per engine that drives now.</summary>
    public ulong Engines => Locked(_ => _pixels.Engines);

    /// <summary>When the last drive under way ends, as a time stamp of the clock; now when nothing is driven.</summary>
    public long LastEnd => Locked(now => _pixels.Active > 0 ? _pixels.LastEnd : now);

    /// <summary>When the first drive under way ends, as a time stamp of the clock; now when nothing is driven.</summary>
    public long FirstEnd => Locked(now => _pixels.Active > 0 ? _pixels.FirstEnd : now);

    /// <summary>Drives since the glass was made.</summary>
    public long DriveCount { get; private set; }

    /// <summary>By how many volts the common voltage differs from the one on the panel's label. 0 is right.</summary>
    public double VcomError
    {
        get => Locked(_ => _vcomError);
        set => Locked(_ => _vcomError = value);
    }

    /// <summary>The drives that the log remembers.</summary>
    /// <returns>Oldest first.</returns>
    public IReadOnlyList<GlassDrive> Drives() => Locked<IReadOnlyList<GlassDrive>>(_ => [.. _log]);

    /// <summary>The regions being driven now; empty ones where no pixel had to move.</summary>
    /// <returns>A copy.</returns>
    public IReadOnlyList<PixelRect> Driven() => Locked<IReadOnlyList<PixelRect>>(_ => [.. _pixels.Drives.Select(d => d.Region)]);

    /// <summary>Starts a drive, if an engine is free and no pixel that would get a new target is being driven.</summary>
    /// <param name="region">Where.</param>
    /// <param name="grey">8-bit greys, row by row from the region's top left.</param>
    /// <param name="stride">Bytes from one row to the next.</param>
    /// <param name="waveform">How. Init drives to white whatever the greys are.</param>
    /// <param name="all">Whether pixels that stay the same are driven too: cleans and flashes.</param>
    /// <param name="duration">How long; null for the waveform's usual time.</param>
    /// <returns>Whether it started.</returns>
    public bool TryDrive(PixelRect region, ReadOnlySpan<byte> grey, int stride, Waveform waveform, bool all, TimeSpan? duration = null)
    {
        if (waveform == Waveform.Init)
        {
            var white = new byte[region.Width];
            Array.Fill(white, (byte)255);
            grey = white;
            stride = 0;
        }

        lock (_gate)
        {
            var now = Advance();
            if (!_pixels.HasEngine || !_pixels.IsFree(region, grey, stride, waveform, all))
            {
                return false;
            }

            if (all)
            {
                _pixels.Drift = _vcomError == 0 ? 0 : Math.Min(MostDrift, _pixels.Drift + (Math.Abs(_vcomError) * DriftPerVolt));
            }

            var length = (duration ?? WaveformTable.DurationOf(waveform)) * _options.TimeScale;
            var (changed, _) = _pixels.Begin(region, grey, stride, waveform, now, now + Stamps(length), all, occupies: true);
            if (_log.Count == _options.LogCapacity)
            {
                _log.Dequeue();
            }

            _log.Enqueue(new GlassDrive(++DriveCount, _time.GetUtcNow(), region, waveform, length, changed));
            _pixels.Advance(now, _settled);
            return true;
        }
    }

    /// <summary>Tells the controller's memory of what the glass shows something else, as a reset or a new old-image does.</summary>
    /// <param name="region">Where.</param>
    /// <param name="grey">8-bit greys.</param>
    /// <param name="stride">Bytes from one row to the next; 0 repeats one row.</param>
    public void Believe(PixelRect region, ReadOnlySpan<byte> grey, int stride)
    {
        lock (_gate)
        {
            Advance();
            _pixels.Believe(region, grey, stride);
        }
    }

    /// <summary>Cuts the drives off where they are, and forgets what the glass shows: a controller thinks white after a reset.</summary>
    public void Reset()
    {
        lock (_gate)
        {
            _pixels.Stop(Advance());
            var white = new byte[Panel.Width];
            Array.Fill(white, (byte)255);
            _pixels.Believe(Panel.Bounds, white, 0);
        }
    }

    /// <summary>What a person would see now.</summary>
    /// <returns>A copy.</returns>
    public PanelSnapshot Snapshot()
    {
        var grey = new byte[Panel.Width * Panel.Height];
        Locked(now =>
        {
            _pixels.Render(Panel.Bounds, now, grey);
            return 0;
        });
        return new PanelSnapshot(Panel.Width, Panel.Height, grey);
    }

    /// <summary>What the controller thinks the glass shows or will show.</summary>
    /// <returns>A copy.</returns>
    public PanelSnapshot Target() => Locked(_ => new PanelSnapshot(Panel.Width, Panel.Height, _pixels.CopyTarget()));

    internal long Stamps(TimeSpan time) => (long)(time.TotalSeconds * _time.TimestampFrequency);

    private T Locked<T>(Func<long, T> read)
    {
        lock (_gate)
        {
            return read(Advance());
        }
    }

    private long Advance()
    {
        var now = _time.GetTimestamp();
        _pixels.Advance(now, _settled);
        return now;
    }
}
