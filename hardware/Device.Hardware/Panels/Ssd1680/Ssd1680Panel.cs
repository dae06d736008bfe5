using System.Device.Gpio;
using System.Device.Spi;
using Device.Core.Screen;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Device.Hardware.Panels.Ssd1680;

/// <summary>
/// A small black-and-white e-ink panel behind an SSD1680-class controller on SPI. The controller compares a new image with the
/// old one it was given, so the old one is rewritten after every partial update. One update at a time: a refresh waits until the
/// one before has finished. Any thread.
/// </summary>
public sealed class Ssd1680Panel : IPanel
{
    /// <summary>Clock in Hz.</summary>
    public const int SpiClockFrequency = 10_000_000;

    /// <summary>The SPI mode.</summary>
    public const SpiMode SpiMode = System.Device.Spi.SpiMode.Mode0;

    private const byte FullSequence = 0xF7;
    private const byte PowerOffSequence = 0x83;

    // The controller knows two waveforms: one that flashes and cleans, and one that does not flash.
    private static readonly WaveformTable Table = new(new WaveformNumbers { Gc16 = FullSequence, Gl16 = 0xFC });

    // BUSY rises a moment after the command.
    private static readonly TimeSpan BusyRise = TimeSpan.FromMilliseconds(1);

    private readonly SemaphoreSlim _gate = new(1, 1);
    private readonly Ssd1680Options _options;
    private readonly Ssd1680Bus _bus;
    private readonly ILogger _logger;
    private readonly TimeProvider _time;
    private readonly PanelFrame _frame;
    private readonly byte[] _packed;
    private readonly byte[] _lut;
    private readonly PanelRecovery _recovery;
    private State _state = State.Off;
    private bool _isPictureUnknown = true;
    private PixelRect _stale;
    private int _partials;
    private bool _isUpdating;
    private bool _isFullUpdate;
    private long _updateBegan;

    /// <summary>Makes a driver. Nothing is sent before the first refresh.</summary>
    /// <param name="panel">The panel as the product sees it, turned; two grey levels.</param>
    /// <param name="spiDevice">The bus. Owned by the driver.</param>
    /// <param name="options">Wiring and use.</param>
    /// <param name="gpioController">The pins; null for the board's.</param>
    /// <param name="shouldDispose">Whether the pins' controller is disposed of with the driver.</param>
    /// <param name="timeProvider">The clock; null for the system's.</param>
    /// <param name="logger">Takes recoveries; may be null.</param>
    /// <exception cref="ArgumentException">The options or the panel cannot be used; the message names field, value and what was expected.</exception>
    public Ssd1680Panel(
        PanelCapabilities panel,
        SpiDevice spiDevice,
        Ssd1680Options options,
        GpioController? gpioController = null,
        bool shouldDispose = true,
        TimeProvider? timeProvider = null,
        ILogger? logger = null)
    {
        _frame = new PanelFrame(panel, options.Rotation);
        OptionCheck.ThrowIfAny("ssd1680", [.. options.Validate(), .. CheckPanel(panel)]);
        (_options, _time, _logger) = (options, timeProvider ?? TimeProvider.System, logger ?? NullLogger.Instance);
        Capabilities = panel;
        _packed = new byte[Stride * _frame.Height];
        _recovery = new PanelRecovery("SSD1680", options.MostRecoveries, 0, _time);
        _lut = Convert.FromHexString(options.PartialLut);
        _bus = new Ssd1680Bus(spiDevice, gpioController ?? new GpioController(), options, _time, gpioController is null || shouldDispose);
    }

    private enum State
    {
        Off,
        Running,
        Asleep,
    }

    /// <inheritdoc/>
    public PanelCapabilities Capabilities { get; }

    /// <summary>One region at a time: the controller drives its whole image.</summary>
    public PanelTiming Timing { get; } = WaveformTimes.TimingOf(Table, 1);

    /// <summary>Resets that were made because the controller hung.</summary>
    public long Recoveries => _recovery.Condition.Recoveries;

    /// <inheritdoc/>
    public PanelCondition Condition => _recovery.Condition;

    // Sources are addressed eight at a time; what lies beyond the glass is white.
    private int Stride => (_frame.Width + 7) / 8;

    /// <summary>Opens the bus and the pins that the options name.</summary>
    /// <param name="panel">The panel as the product sees it, turned; two grey levels.</param>
    /// <param name="options">Wiring and use.</param>
    /// <param name="timeProvider">The clock; null for the system's.</param>
    /// <param name="logger">Takes recoveries; may be null.</param>
    /// <returns>The driver.</returns>
    /// <exception cref="ArgumentException">The options cannot be used.</exception>
    /// <exception cref="IOException">There is no such bus, or this user may not open it.</exception>
    public static Ssd1680Panel Open(PanelCapabilities panel, Ssd1680Options options, TimeProvider? timeProvider = null, ILogger? logger = null)
    {
        OptionCheck.ThrowIfAny("ssd1680", options.Validate());
        var settings = new SpiConnectionSettings(options.SpiBus, options.ChipSelect) { Mode = SpiMode, ClockFrequency = options.Clock };
        return new Ssd1680Panel(panel, SpiDevice.Create(settings), options, null, true, timeProvider, logger);
    }

    /// <inheritdoc/>
    public async ValueTask RefreshAsync(PixelRect region, ReadOnlyMemory<byte> grey, int stride, RefreshIntent intent, CancellationToken cancellationToken)
    {
        _frame.Check(region, grey.Length, stride);
        await _gate.WaitAsync(cancellationToken);
        try
        {
            // The old image has to be brought up to date from the frame before the frame changes.
            await CarryOutAsync(() => SettleAsync(cancellationToken), cancellationToken);
            var place = _frame.Write(region, grey.Span, stride);
            await CarryOutAsync(() => UpdateAsync(place, intent, cancellationToken), cancellationToken);
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <inheritdoc/>
    public async ValueTask WaitUntilSettledAsync(CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            if (_state == State.Running)
            {
                await CarryOutAsync(
                    async () =>
                    {
                        if (_isPictureUnknown)
                        {
                            await UpdateAsync(_frame.Bounds, RefreshIntent.DeepClean, cancellationToken);
                        }

                        await SettleAsync(cancellationToken);
                    },
                    cancellationToken);
            }
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>Looks whether the update under way ends when it should: one that is over too early was cut off by a reset, and is made again.</summary>
    /// <param name="cancellationToken">Ends the check.</param>
    /// <returns>A task that ends when the controller is known to work.</returns>
    /// <exception cref="IOException">The controller does not answer.</exception>
    public async ValueTask CheckAsync(CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            if (_recovery.IsInTrouble || (_isUpdating && !_bus.IsBusy))
            {
                await CarryOutAsync(
                    async () =>
                    {
                        CheckEnd();
                        if (_isPictureUnknown)
                        {
                            await UpdateAsync(_frame.Bounds, RefreshIntent.DeepClean, cancellationToken);
                        }
                    },
                    cancellationToken);
            }
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>Switches the controller off as far as it can; only a reset wakes it, which the next refresh does.</summary>
    /// <param name="cancellationToken">Ends the wait for the panel.</param>
    /// <returns>A task that ends when the command was taken.</returns>
    /// <exception cref="IOException">The controller does not answer.</exception>
    public async ValueTask SleepAsync(CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            if (_state != State.Running)
            {
                return;
            }

            await CarryOutAsync(
                async () =>
                {
                    await SettleAsync(cancellationToken);
                    _bus.Send(Ssd1680Command.UpdateSequence, PowerOffSequence);
                    await ActivateAsync();
                    await _bus.IdleAsync("power off", cancellationToken);
                    _bus.Send(Ssd1680Command.DeepSleep, 1);
                },
                cancellationToken);
            _state = State.Asleep;
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
        _bus.Dispose();
        _gate.Dispose();
    }

    private IReadOnlyList<OptionFault> CheckPanel(PanelCapabilities panel) => new OptionCheck()
        .Require(panel.GreyLevels == 2, "greyLevels", panel.GreyLevels, "2")
        .Range(_frame.Width == panel.Width ? "width" : "height", _frame.Width, 8, 176)
        .Range(_frame.Height == panel.Height ? "height" : "width", _frame.Height, 8, 296)
        .Faults;

    /// <summary>Does something, resetting a controller that hangs a bounded number of times.</summary>
    private async ValueTask CarryOutAsync(Func<ValueTask> work, CancellationToken cancellationToken)
    {
        for (var resets = 0; ; resets++)
        {
            try
            {
                if (_state != State.Running)
                {
                    await StartAsync(cancellationToken);
                }

                await work();
                _recovery.Succeed();
                return;
            }
            catch (IOException e)
            {
                (_state, _isPictureUnknown) = (State.Off, true);
                _isUpdating = false;
                if (!_recovery.TryAgain(e, resets))
                {
                    throw new IOException($"{e.Message} ({resets} resets did not help)", e);
                }

                Ssd1680Log.Recovering(_logger, resets + 1, e.Message);
            }
        }
    }

    private async ValueTask StartAsync(CancellationToken cancellationToken)
    {
        await _bus.ResetAsync(cancellationToken);
        await _bus.IdleAsync("reset", cancellationToken);
        _bus.Send(Ssd1680Command.SoftReset);
        await Task.Delay(TimeSpan.FromMilliseconds(10), _time, cancellationToken);
        await _bus.IdleAsync("soft reset", cancellationToken);
        var last = _frame.Height - 1;
        _bus.Send(Ssd1680Command.DriverOutput, (byte)last, (byte)(last >> 8), 0);
        _bus.Send(Ssd1680Command.Border, (byte)_options.Border);
        _bus.Send(Ssd1680Command.UpdateControl1, 0, (byte)_options.SourceOutput);
        _bus.Send(Ssd1680Command.TemperatureSensor, 0x80);

        if (_lut.Length > 0)
        {
            _bus.Send(Ssd1680Command.WriteLut, _lut);
        }

        // The glass kept its picture, but what sleep left of the images is not relied on.
        Write(Ssd1680Command.WriteNewImage, _frame.Bounds);
        Write(Ssd1680Command.WriteOldImage, _frame.Bounds);
        (_stale, _state) = (default, State.Running);
    }

    private async ValueTask UpdateAsync(PixelRect place, RefreshIntent intent, CancellationToken cancellationToken)
    {
        await _bus.IdleAsync("an update", cancellationToken);
        var isFull = _isPictureUnknown || _partials >= _options.MostPartials || Table.Choose(intent).Waveform == Waveform.Gc16;
        if (isFull)
        {
            Write(Ssd1680Command.WriteNewImage, _frame.Bounds);
            Write(Ssd1680Command.WriteOldImage, _frame.Bounds);
            (_isPictureUnknown, _partials, _stale) = (false, 0, default);
        }
        else
        {
            Write(Ssd1680Command.WriteNewImage, place);
            (_partials, _stale) = (_partials + 1, place);
        }

        _bus.Send(Ssd1680Command.UpdateSequence, isFull ? FullSequence : (byte)_options.PartialSequence);
        await ActivateAsync();
        (_isUpdating, _isFullUpdate, _updateBegan) = (true, isFull, _time.GetTimestamp());
        CheckEnd();
    }

    /// <summary>Judges an update that is over by the time it took.</summary>
    /// <exception cref="IOException">It was too short to have moved the pixels.</exception>
    private void CheckEnd()
    {
        if (!_isUpdating || _bus.IsBusy)
        {
            return;
        }

        _isUpdating = false;
        var least = _isFullUpdate ? _options.LeastFull : _options.LeastPartial;
        var took = _time.GetElapsedTime(_updateBegan).TotalMilliseconds;
        if (took < least)
        {
            throw new IOException(
                $"SSD1680: BUSY (pin {_options.BusyPin}) was low {took:F0} ms after {(_isFullUpdate ? "a full" : "a partial")} update began, {least} ms at least were expected: the controller was reset by itself, check its supply");
        }
    }

    private async ValueTask ActivateAsync()
    {
        _bus.Send(Ssd1680Command.Activate);
        await Task.Delay(BusyRise, _time);
    }

    /// <summary>Waits for the update under way and tells the controller that its image is now the old one.</summary>
    private async ValueTask SettleAsync(CancellationToken cancellationToken)
    {
        await _bus.IdleAsync("an update", cancellationToken);
        CheckEnd();
        if (!_stale.IsEmpty)
        {
            Write(Ssd1680Command.WriteOldImage, _stale);
            _stale = default;
        }
    }

    private void Write(Ssd1680Command image, PixelRect place)
    {
        var (left, right) = (place.X / 8, (place.Right - 1) / 8);
        _bus.Send(Ssd1680Command.DataEntry, 0x03);
        _bus.Send(Ssd1680Command.WindowX, (byte)left, (byte)right);
        _bus.Send(Ssd1680Command.WindowY, (byte)place.Y, (byte)(place.Y >> 8), (byte)(place.Bottom - 1), (byte)((place.Bottom - 1) >> 8));
        _bus.Send(Ssd1680Command.CounterX, (byte)left);
        _bus.Send(Ssd1680Command.CounterY, (byte)place.Y, (byte)(place.Y >> 8));
        var at = 0;
        Span<byte> row = stackalloc byte[8];
        for (var y = place.Y; y < place.Bottom; y++)
        {
            for (var x = left; x <= right; x++)
            {
                row.Fill(255);
                var pixels = _frame.Row(x * 8, y);
                pixels[..Math.Min(8, pixels.Length)].CopyTo(row);
                PixelPacking.HighFirst(row, 1, _packed.AsSpan(at++, 1));
            }
        }

        _bus.Send(image, _packed.AsSpan(0, at));
    }
}
