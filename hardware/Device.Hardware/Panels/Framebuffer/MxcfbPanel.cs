using System.Runtime.CompilerServices;
using Device.Core.Screen;
using Device.Hardware.Panels.Kernel;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Device.Hardware.Panels.Framebuffer;

/// <summary>
/// An e-ink panel on the EPDC of i.MX processors, behind the vendors' <c>mxcfb</c> kernel interface. The kernel orders updates
/// that collide; the driver waits where the vendors' own readers do: before GC16, REAGL and full-screen flashes, after every full
/// update, never after fast ones. Any thread; waits are made on a thread of their own.
/// </summary>
public sealed class MxcfbPanel : IPanel
{
    // The oldest of the family; younger ones have 64.
    private const int LeastEngines = 16;

    private readonly SemaphoreSlim _gate = new(1, 1);
    private readonly IKernelDevice _device;
    private readonly IBlockingCalls _blocking;
    private readonly MxcfbOptions _options;
    private readonly PanelFrame _frame;
    private readonly FramebufferPixels _pixels;
    private readonly WaveformTable _table;
    private readonly MxcfbController _controller;
    private readonly ILogger _logger;
    private readonly int? _penTemperature;
    private bool _isStarted;
    private bool _isPictureUnknown = true;

    internal MxcfbPanel(
        PanelCapabilities panel, IKernelDevice device, IBlockingCalls blocking, MxcfbOptions options, TimeProvider time, ILogger? logger = null, uint firstMarker = 0)
    {
        OptionCheck.ThrowIfAny("mxcfb", options.Validate());
        (Capabilities, _device, _blocking, _options, _logger) = (panel, device, blocking, options, logger ?? NullLogger.Instance);
        var family = MxcfbTable.Known[options.Table];
        family = family with { Layout = options.Layout ?? family.Layout, Waveforms = options.Waveforms ?? family.Waveforms };
        _penTemperature = options.PenTemperature ?? family.PenTemperature;
        _frame = new PanelFrame(panel, options.Rotation);
        _pixels = new FramebufferPixels(device, _frame);
        _table = new WaveformTable(family.Waveforms, options.Intents);
        Timing = WaveformTimes.TimingOf(_table, LeastEngines);
        _controller = new MxcfbController(device, blocking, family, _table, time, _logger, firstMarker);
    }

    /// <inheritdoc/>
    public PanelCapabilities Capabilities { get; }

    /// <inheritdoc/>
    public PanelTiming Timing { get; }

    /// <summary>Recoveries are waits that the kernel gave up, and that were taken as done.</summary>
    public PanelCondition Condition => new(WaitTimeouts, null);

    /// <summary>Waits that the kernel gave up after its five seconds; each was logged and taken as done.</summary>
    public long WaitTimeouts => _controller.Timeouts;

    internal MxcfbLayout Layout => _controller.Layout;

    /// <summary>Opens the frame buffer that the options name.</summary>
    /// <param name="panel">The panel as the product sees it, turned.</param>
    /// <param name="options">Which and how.</param>
    /// <param name="timeProvider">The clock; null for the system's.</param>
    /// <param name="logger">Takes the start and waits that were given up; may be null.</param>
    /// <returns>The driver.</returns>
    /// <exception cref="ArgumentException">The options cannot be used.</exception>
    /// <exception cref="IOException">There is no such frame buffer, its format is not supported, or its size is another.</exception>
    /// <exception cref="UnauthorizedAccessException">This user may not open it.</exception>
    public static MxcfbPanel Open(PanelCapabilities panel, MxcfbOptions options, TimeProvider? timeProvider = null, ILogger? logger = null)
    {
        OptionCheck.ThrowIfAny("mxcfb", options.Validate());
        var device = LinuxDevice.Open(options.Device);
        var blocking = new BlockingThread("panel");
        try
        {
            return new MxcfbPanel(panel, device, blocking, options, timeProvider ?? TimeProvider.System, logger);
        }
        catch
        {
            blocking.Dispose();
            device.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public ValueTask RefreshAsync(PixelRect region, ReadOnlyMemory<byte> grey, int stride, RefreshIntent intent, CancellationToken cancellationToken)
    {
        _frame.Check(region, grey.Length, stride);
        return ShowAsync(region, grey, stride, intent, cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask WaitUntilSettledAsync(CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            if (_isStarted)
            {
                await _controller.SettleAsync(cancellationToken);
            }
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _gate.WaitAsync();

        // A wait under way keeps the file open until the kernel ends it.
        _blocking.Dispose();
        _device.Dispose();
        _gate.Dispose();
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask ShowAsync(PixelRect region, ReadOnlyMemory<byte> grey, int stride, RefreshIntent intent, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            var place = _frame.Write(region, grey.Span, stride);
            if (!_isStarted)
            {
                await _controller.StartAsync(Math.Max(8, _options.Alignment), cancellationToken);
                MxcfbLog.Started(_logger, _device.Path, _pixels.Info.Id, _controller.Layout, _controller.WaitRequest);
                _isStarted = true;
            }

            if (_isPictureUnknown || intent == RefreshIntent.DeepClean)
            {
                await CleanAsync(_isPictureUnknown ? _frame.Bounds : Align(place), cancellationToken);
                return;
            }

            _pixels.Write(_frame, place);
            var choice = _table.Choose(intent);
            var area = Align(place);
            await _controller.UpdateAsync(
                area,
                choice,
                intent == RefreshIntent.PageTurn,
                intent == RefreshIntent.Pen ? _penTemperature : null,
                choice.Waveform == Waveform.A2 && _options.MonochromeA2 ? MxcfbUpdate.ForceMonochrome : 0,
                area == _frame.Bounds,
                cancellationToken);
        }
        finally
        {
            _gate.Release();
        }
    }

    private async ValueTask CleanAsync(PixelRect area, CancellationToken cancellationToken)
    {
        // Given up half-way, the panel is white or worse.
        _isPictureUnknown = true;
        _pixels.Write(_frame, area);
        var isWhole = area == _frame.Bounds;
        if (_table.HasInit)
        {
            await _controller.UpdateAsync(area, _table.Resolve(Waveform.Init), true, null, 0, isWhole, cancellationToken);
            await _controller.SettleAsync(cancellationToken);
        }

        await _controller.UpdateAsync(area, _table.Resolve(Waveform.Gc16), true, null, 0, isWhole, cancellationToken);
        _isPictureUnknown = false;
    }

    private PixelRect Align(PixelRect place) => _frame.Align(place, _options.Alignment, _options.Alignment);
}
