using System.Runtime.CompilerServices;
using Device.Core.Screen;

namespace Device.Hardware.Simulated.Panel;

/// <summary>
/// An e-ink panel in memory: greys move over a waveform's time, fast waveforms leave ghosts, a pixel that is being driven
/// takes no new target before it rests (the caller waits, in the order of asking, at most
/// <see cref="SimulatedPanelOptions.BusyTimeout"/>). The same calls at the same times give the same pixels. Any thread.
/// </summary>
public sealed class SimulatedPanel : IPanel, IPanelGlass
{
    private readonly Lock _gate = new();
    private readonly TimeProvider _time;
    private readonly SimulatedPanelOptions _options;
    private readonly double _timeScale;
    private readonly PanelPixels _pixels;
    private readonly RefreshLog _log;
    private readonly List<Waiting> _waiting = [];
    private readonly List<PanelWatcher> _watchers = [];
    private readonly Action<PixelRect> _changed;
    private bool _isDisposed;

    /// <summary>Makes a white panel.</summary>
    /// <param name="capabilities">What the panel is. One that is not electrophoretic shows everything at once and has no ghosts.</param>
    /// <param name="time">The clock that the greys follow.</param>
    /// <param name="options">How it behaves; null for the standard.</param>
    public SimulatedPanel(PanelCapabilities capabilities, TimeProvider time, SimulatedPanelOptions? options = null)
    {
        (Capabilities, _time, _options) = (capabilities, time, options ?? new SimulatedPanelOptions());
        _timeScale = capabilities.IsElectrophoretic ? _options.TimeScale : 0;
        var ghost = capabilities.IsElectrophoretic ? (float)_options.Ghost : 0;
        _pixels = new PanelPixels(capabilities, _options.Engines, ghost, _options.Seed);
        _log = new RefreshLog(_options.LogCapacity);
        _changed = Tell;
        Faults = new PanelFaults(time);
        Timing = WaveformTable.TimingOf(_options.PenWaveform, _timeScale, _options.Engines);
    }

    /// <inheritdoc/>
    public PanelCapabilities Capabilities { get; }

    /// <inheritdoc/>
    public PanelTiming Timing { get; }

    /// <summary>Makes the panel misbehave.</summary>
    public PanelFaults Faults { get; }

    /// <summary>Refreshes since the panel was made.</summary>
    public long RefreshCount
    {
        get
        {
            lock (_gate)
            {
                return _log.Count;
            }
        }
    }

    /// <summary>The refreshes that the log remembers.</summary>
    /// <returns>Oldest first.</returns>
    public IReadOnlyList<RefreshRecord> Refreshes()
    {
        lock (_gate)
        {
            return _log.ToList();
        }
    }

    /// <inheritdoc/>
    public IReadOnlyList<string> Violations => [];

    /// <inheritdoc/>
    public IReadOnlyList<GlassRefresh> Log() =>
        [.. Refreshes().Select(r => new GlassRefresh(r.Number, r.Time, r.Region, r.Waveform, r.Duration, r.PixelsChanged, r.Intent))];

    /// <inheritdoc/>
    public ValueTask RefreshAsync(PixelRect region, ReadOnlyMemory<byte> grey, int stride, RefreshIntent intent, CancellationToken cancellationToken)
    {
        Check(region, grey.Length, stride);
        cancellationToken.ThrowIfCancellationRequested();
        var waveform = WaveformTable.Of(intent, _options.PenWaveform);
        Waiting waiting;
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            if (Faults.TakeRefusal())
            {
                throw new IOException($"simulated panel: the controller refused to refresh {region} (a fault that was asked for)");
            }

            var now = Advance();
            waiting = new Waiting(region, grey, stride, intent, waveform, now);
            if (TryBegin(waiting, now))
            {
                return default;
            }

            if (_waiting.Count == _options.MostWaiting)
            {
                throw new IOException($"simulated panel: {_waiting.Count} commands wait already, none more is taken (refresh of {region})");
            }

            _waiting.Add(waiting);
        }

        return new ValueTask(WaitAsync(waiting, cancellationToken));
    }

    /// <inheritdoc/>
    public async ValueTask WaitUntilSettledAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            TimeSpan wait;
            lock (_gate)
            {
                var now = Advance();
                if (_pixels.Active == 0 && _waiting.Count == 0)
                {
                    return;
                }

                wait = Until(_pixels.Active > 0 ? _pixels.LastEnd : Math.Max(now, Faults.BusyUntil), now);
            }

            await Task.Delay(wait, _time, cancellationToken);
        }
    }

    /// <summary>What a person would see now.</summary>
    /// <returns>A copy.</returns>
    public PanelSnapshot Snapshot()
    {
        lock (_gate)
        {
            return new PanelSnapshot(Capabilities.Width, Capabilities.Height, Render(Capabilities.Bounds, Advance()));
        }
    }

    /// <summary>What the panel was asked to show: without ghosts and without waiting for greys that move.</summary>
    /// <returns>A copy.</returns>
    public PanelSnapshot Target()
    {
        lock (_gate)
        {
            return new PanelSnapshot(Capabilities.Width, Capabilities.Height, _pixels.CopyTarget());
        }
    }

    /// <summary>
    /// The change feed: the whole panel first, then what changed since the reader last asked, and while greys move a picture
    /// every <see cref="SimulatedPanelOptions.FrameInterval"/>. A slow reader misses pictures in between, never the last one.
    /// </summary>
    /// <param name="cancellationToken">Ends the feed.</param>
    /// <returns>Parts of the panel. Ends when the panel is disposed of.</returns>
    /// <exception cref="InvalidOperationException">There are <see cref="SimulatedPanelOptions.MostWatchers"/> readers.</exception>
    public async IAsyncEnumerable<PanelPatch> WatchAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var watcher = Join();
        var regions = new List<PixelRect>();
        try
        {
            while (true)
            {
                bool isMoving;
                List<PanelPatch> patches;
                lock (_gate)
                {
                    if (_isDisposed)
                    {
                        yield break;
                    }

                    var now = Advance();
                    foreach (var drive in _pixels.Drives)
                    {
                        watcher.Add(drive.Region);
                    }

                    isMoving = _pixels.Active > 0;
                    regions.Clear();
                    watcher.TakeAll(regions);
                    patches = [.. regions.Select(r => new PanelPatch(r, Render(r, now)))];
                }

                foreach (var patch in patches)
                {
                    yield return patch;
                }

                if (isMoving)
                {
                    await Task.Delay(TimeSpan.FromMilliseconds(_options.FrameInterval), _time, cancellationToken);
                }
                else
                {
                    await watcher.Signal.WaitAsync(cancellationToken);
                }
            }
        }
        finally
        {
            lock (_gate)
            {
                _watchers.Remove(watcher);
            }
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        lock (_gate)
        {
            _isDisposed = true;
            foreach (var watcher in _watchers)
            {
                watcher.Add(default);
            }
        }

        return default;
    }

    private async Task WaitAsync(Waiting waiting, CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                TimeSpan wait;
                lock (_gate)
                {
                    ObjectDisposedException.ThrowIf(_isDisposed, this);
                    var now = Advance();
                    if (TryBegin(waiting, now))
                    {
                        return;
                    }

                    var waited = _time.GetElapsedTime(waiting.Since, now);
                    if (waited >= TimeSpan.FromMilliseconds(_options.BusyTimeout))
                    {
                        throw new IOException($"simulated panel: {waiting.Region} was still busy after {waited.TotalMilliseconds:F0} ms ({waiting.Intent})");
                    }

                    wait = Until(_pixels.Active > 0 ? _pixels.FirstEnd : Math.Max(now, Faults.BusyUntil), now);
                    var left = TimeSpan.FromMilliseconds(_options.BusyTimeout) - waited;
                    wait = wait < left ? wait : left;
                }

                await Task.Delay(wait, _time, cancellationToken);
            }
        }
        finally
        {
            lock (_gate)
            {
                _waiting.Remove(waiting);
            }
        }
    }

    private bool TryBegin(Waiting waiting, long now)
    {
        var region = waiting.Region;
        var grey = waiting.Grey.Span;
        foreach (var earlier in _waiting)
        {
            if (earlier == waiting)
            {
                break;
            }

            if (!earlier.Region.Intersect(region).IsEmpty)
            {
                return false;
            }
        }

        if (now < Faults.BusyUntil || !_pixels.HasEngine || !_pixels.IsFree(region, grey, waiting.Stride, waiting.Waveform, WaveformTable.DrivesAll(waiting.Waveform)))
        {
            return false;
        }

        var duration = WaveformTable.DurationOf(waiting.Waveform) * _timeScale;
        var end = now + (long)(duration.TotalSeconds * _time.TimestampFrequency);
        var (changed, driven) = _pixels.Begin(
            region, grey, waiting.Stride, waiting.Waveform, now, end, WaveformTable.DrivesAll(waiting.Waveform), occupies: false);
        _log.Add(new RefreshRecord(
            0, _time.GetUtcNow(), region, waiting.Intent, waiting.Waveform, driven.IsEmpty ? TimeSpan.Zero : duration, _time.GetElapsedTime(waiting.Since, now), changed));
        if (!driven.IsEmpty)
        {
            Tell(driven);
            _pixels.Advance(now, _changed);
        }

        return true;
    }

    private void Check(PixelRect region, int length, int stride)
    {
        if (region.IsEmpty || region.Intersect(Capabilities.Bounds) != region)
        {
            throw new ArgumentException($"{region} is not a region of a {Capabilities.Width}x{Capabilities.Height} panel", nameof(region));
        }

        if (stride < region.Width || length < ((long)stride * (region.Height - 1)) + region.Width)
        {
            throw new ArgumentException($"{length} pixels at a stride of {stride} are too few for {region}", nameof(length));
        }
    }

    private PanelWatcher Join()
    {
        lock (_gate)
        {
            if (_watchers.Count == _options.MostWatchers)
            {
                throw new InvalidOperationException($"simulated panel: {_watchers.Count} readers watch already, as many as are allowed");
            }

            var watcher = new PanelWatcher();
            watcher.Add(Capabilities.Bounds);
            _watchers.Add(watcher);
            return watcher;
        }
    }

    private long Advance()
    {
        var now = _time.GetTimestamp();
        _pixels.Advance(now, _changed);
        return now;
    }

    private void Tell(PixelRect region)
    {
        foreach (var watcher in _watchers)
        {
            watcher.Add(region);
        }
    }

    private byte[] Render(PixelRect region, long now)
    {
        var grey = new byte[region.Width * region.Height];
        _pixels.Render(region, now, grey);
        return grey;
    }

    // At least a millisecond, so that rounding never makes a waiting loop spin.
    private TimeSpan Until(long timestamp, long now) =>
        TimeSpan.FromMilliseconds(Math.Max(1, Math.Ceiling((timestamp - now) * 1000.0 / _time.TimestampFrequency)));

    private sealed class Waiting(PixelRect region, ReadOnlyMemory<byte> grey, int stride, RefreshIntent intent, Waveform waveform, long since)
    {
        internal PixelRect Region { get; } = region;

        internal ReadOnlyMemory<byte> Grey { get; } = grey;

        internal int Stride { get; } = stride;

        internal RefreshIntent Intent { get; } = intent;

        internal Waveform Waveform { get; } = waveform;

        internal long Since { get; } = since;
    }
}
