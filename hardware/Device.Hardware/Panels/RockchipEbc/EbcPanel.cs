using Device.Core.Screen;
using Device.Hardware.Panels.Kernel;

namespace Device.Hardware.Panels.RockchipEbc;

/// <summary>
/// An e-ink panel on the EBC of Rockchip processors, behind the vendor's /dev/ebc. Every buffer holds the whole picture, four bits a pixel,
/// and says which window of it to drive. The kernel shows buffers one after the other and tells nobody when, so settling is
/// reckoned by the usual times. Any thread; the wait for a free buffer is on a thread of its own.
/// </summary>
public sealed class EbcPanel : IPanel
{
    // The kernel says nothing of engines; this many commands keep its buffers filled without waiting for one.
    private const int TypicalEngines = 16;

    private readonly SemaphoreSlim _gate = new(1, 1);
    private readonly IKernelDevice _device;
    private readonly IBlockingCalls _blocking;
    private readonly EbcOptions _options;
    private readonly TimeProvider _time;
    private readonly PanelFrame _frame;
    private readonly WaveformTable _table;
    private readonly EbcBuffer _buffer = new();
    private readonly Memory<byte> _memory;
    private readonly byte[] _packed;
    private readonly ExpectedEnd _end;
    private readonly Func<int> _getBuffer;
    private Task<int>? _pending;
    private bool _isOverlay;
    private bool _isPictureUnknown = true;
    private long _bufferTimeouts;
    private volatile string? _trouble;

    internal EbcPanel(PanelCapabilities panel, IKernelDevice device, IBlockingCalls blocking, EbcOptions options, TimeProvider time)
    {
        OptionCheck.ThrowIfAny("ebc", options.Validate());
        (Capabilities, _device, _blocking, _options, _time) = (panel, device, blocking, options, time);
        _frame = new PanelFrame(panel, options.Rotation);
        _table = new WaveformTable(options.Modes ?? EbcTable.Known[options.Table].Modes, options.Intents);
        _end = new ExpectedEnd(time);
        Timing = WaveformTimes.TimingOf(_table, TypicalEngines);
        CheckDevice();
        _packed = new byte[_frame.Width * _frame.Height / 2];
        Array.Fill(_packed, (byte)0xFF);
        _memory = device.Map(options.MapBytes);
        _getBuffer = () => _device.Control((uint)_options.Commands.GetBuffer, _buffer.Bytes);
    }

    /// <inheritdoc/>
    public PanelCapabilities Capabilities { get; }

    /// <inheritdoc/>
    public PanelTiming Timing { get; }

    /// <summary>Recoveries are refreshes that failed because no buffer was free, and were or will be made again.</summary>
    public PanelCondition Condition => new(BufferTimeouts, _trouble);

    /// <summary>Refreshes that failed because no buffer was free in time.</summary>
    public long BufferTimeouts => Interlocked.Read(ref _bufferTimeouts);

    /// <summary>Opens the device that the options name.</summary>
    /// <param name="panel">The panel as the product sees it, turned.</param>
    /// <param name="options">Which and how.</param>
    /// <param name="timeProvider">The clock; null for the system's.</param>
    /// <returns>The driver.</returns>
    /// <exception cref="ArgumentException">The options cannot be used.</exception>
    /// <exception cref="IOException">There is no such device, it is no EBC, or its panel has another size.</exception>
    /// <exception cref="UnauthorizedAccessException">This user may not open it.</exception>
    public static EbcPanel Open(PanelCapabilities panel, EbcOptions options, TimeProvider? timeProvider = null)
    {
        OptionCheck.ThrowIfAny("ebc", options.Validate());
        var device = LinuxDevice.Open(options.Device);
        var blocking = new BlockingThread("panel");
        try
        {
            return new EbcPanel(panel, device, blocking, options, timeProvider ?? TimeProvider.System);
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
            await _end.WaitAsync(cancellationToken);
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

        // A call that is held up keeps the file open until the kernel ends it.
        _blocking.Dispose();
        _device.Dispose();
        _gate.Dispose();
    }

    private void CheckDevice()
    {
        var answer = _device.Control((uint)_options.Commands.GetInfo, _buffer.Bytes);
        if (answer < 0)
        {
            throw new IOException($"{_device.Path}: request 0x{_options.Commands.GetInfo:X4} (getInfo) is refused: {Errno.Describe(answer)}; Rockchip's EBC was expected");
        }

        if ((_buffer.Width, _buffer.Height) != (_frame.Width, _frame.Height) || _frame.Width % 2 != 0)
        {
            throw new IOException(
                $"{_device.Path} says {_buffer.Width}x{_buffer.Height} pixels, the board's panel, turned, has {_frame.Width}x{_frame.Height}, an even number of columns");
        }
    }

    private async ValueTask ShowAsync(PixelRect region, ReadOnlyMemory<byte> grey, int stride, RefreshIntent intent, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            var place = _frame.Write(region, grey.Span, stride);
            Pack(place);
            if (_isPictureUnknown || intent == RefreshIntent.DeepClean)
            {
                await CleanAsync(_isPictureUnknown ? _frame.Bounds : place, cancellationToken);
                return;
            }

            var choice = _table.Choose(intent);
            var isOverlay = intent == RefreshIntent.Pen && _options.OverlayInk;
            var mode = isOverlay ? EbcTable.Overlay : intent == RefreshIntent.PageTurn ? EbcTable.FullGc16 : choice.Number;
            await SendAsync(place, mode, WaveformTimes.Of(choice.Waveform), isOverlay, cancellationToken);
        }
        finally
        {
            _gate.Release();
        }
    }

    private async ValueTask CleanAsync(PixelRect place, CancellationToken cancellationToken)
    {
        // Given up half-way, the panel is white or worse.
        _isPictureUnknown = true;
        if (_table.HasInit)
        {
            // The kernel may drop a buffer for a newer one, so this one is seen to its end.
            await SendAsync(place, _table.Resolve(Waveform.Init).Number, WaveformTimes.Of(Waveform.Init), false, cancellationToken);
            await _end.WaitAsync(cancellationToken);
        }

        await SendAsync(place, EbcTable.FullGc16, WaveformTimes.Of(Waveform.Gc16), false, cancellationToken);
        _isPictureUnknown = false;
    }

    /// <summary>Packs a region, the first pixel of two in the low half of a byte.</summary>
    private void Pack(PixelRect place)
    {
        var area = _frame.Align(place, 2, 1);
        for (var y = area.Y; y < area.Bottom; y++)
        {
            PixelPacking.LowFirst(_frame.Row(area.X, y)[..area.Width], 4, _packed.AsSpan(((y * _frame.Width) + area.X) / 2, area.Width / 2));
        }
    }

    private async ValueTask SendAsync(PixelRect place, int mode, TimeSpan duration, bool isOverlay, CancellationToken cancellationToken)
    {
        UseOverlay(isOverlay);
        await TakeBufferAsync(cancellationToken);
        var offset = _buffer.Offset;
        if (offset < 0 || offset > _memory.Length - _packed.Length)
        {
            throw new IOException(
                $"{_device.Path}: a buffer at {offset} with {_packed.Length} bytes does not lie inside the {_memory.Length} bytes that are mapped (mapBytes)");
        }

        _packed.CopyTo(_memory[offset..]);
        _buffer.Set(mode, place);
        Request(_options.Commands.SendBuffer, "sendBuffer", _device.Control((uint)_options.Commands.SendBuffer, _buffer.Bytes));
        _end.Add(duration);
        _trouble = null;
    }

    private async ValueTask TakeBufferAsync(CancellationToken cancellationToken)
    {
        // A call that is still held up from an earlier try is the one to wait for.
        _pending ??= _blocking.RunAsync(_getBuffer);
        int answer;
        try
        {
            answer = await _pending.WaitAsync(TimeSpan.FromMilliseconds(_options.BufferTimeout), _time, cancellationToken);
        }
        catch (TimeoutException e)
        {
            Interlocked.Increment(ref _bufferTimeouts);
            _trouble = $"{_device.Path}: no buffer was free for {_options.BufferTimeout} ms: another program holds them, or the panel does not move";
            throw new IOException(_trouble, e);
        }

        _pending = null;
        Request(_options.Commands.GetBuffer, "getBuffer", answer);
    }

    private void UseOverlay(bool isOverlay)
    {
        if (_isOverlay == isOverlay)
        {
            return;
        }

        var (number, name) = isOverlay ? (_options.Commands.EnableOverlay, "enableOverlay") : (_options.Commands.DisableOverlay, "disableOverlay");
        Request(number, name, _device.Control((uint)number, 0));
        _isOverlay = isOverlay;
    }

    private void Request(int number, string name, int answer)
    {
        if (answer < 0)
        {
            throw new IOException($"{_device.Path}: request 0x{number:X4} ({name}) is refused: {Errno.Describe(answer)}");
        }
    }
}
