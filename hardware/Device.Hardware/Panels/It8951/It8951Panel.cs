using System.Device.Gpio;
using System.Device.Spi;
using System.Runtime.CompilerServices;
using Device.Core.Screen;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Device.Hardware.Panels.It8951;

/// <summary>
/// An e-ink panel behind an IT8951 controller on SPI. Commands are carried out in the order of the calls. A controller that
/// hangs is reset, set up anew, and shown the whole picture again, a bounded number of times. Any thread; the bus is used on the
/// caller's thread (a full picture of 1872 x 1404 takes 0.44 s at 24 MHz, a black-and-white patch of 200 x 200 1.7 ms).
/// </summary>
public sealed partial class It8951Panel : IPanel
{
    /// <summary>Clock of commands and answers in Hz: the speed that works on every board read about.</summary>
    public const int SpiClockFrequency = 1_000_000;

    /// <summary>Clock of pixels in Hz.</summary>
    public const int PixelSpiClockFrequency = 24_000_000;

    /// <summary>The SPI mode.</summary>
    public const SpiMode SpiMode = System.Device.Spi.SpiMode.Mode0;

    // Live ink sends some forty commands a second; asking with each would be felt on the bus.
    private static readonly TimeSpan VerifyEvery = TimeSpan.FromMilliseconds(500);

    private readonly SemaphoreSlim _gate = new(1, 1);
    private readonly It8951Options _options;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly It8951Controller _controller;
    private readonly PanelFrame _frame;
    private readonly PanelRecovery _recovery;
    private WaveformTable _table;
    private volatile PanelTiming _timing;
    private State _state = State.Off;
    private bool _isPictureUnknown = true;
    private uint _inkAddress;
    private long _verified;

    /// <summary>Makes a driver. Nothing is sent before <see cref="StartAsync"/> or the first refresh.</summary>
    /// <param name="panel">The panel as the product sees it, turned.</param>
    /// <param name="spiDevice">The bus for commands and answers, slow. Owned by the driver.</param>
    /// <param name="pixelSpiDevice">The same chip select with a faster clock, for pixels. Owned by the driver.</param>
    /// <param name="options">Wiring and use; the common voltage is required.</param>
    /// <param name="gpioController">The pins; null for the board's.</param>
    /// <param name="shouldDispose">Whether the pins' controller is disposed of with the driver.</param>
    /// <param name="timeProvider">The clock; null for the system's.</param>
    /// <param name="logger">Takes starts and recoveries; may be null.</param>
    /// <exception cref="ArgumentException">The options cannot be used; the message names field, value and what was expected.</exception>
    public It8951Panel(
        PanelCapabilities panel,
        SpiDevice spiDevice,
        SpiDevice pixelSpiDevice,
        It8951Options options,
        GpioController? gpioController = null,
        bool shouldDispose = true,
        TimeProvider? timeProvider = null,
        ILogger? logger = null)
    {
        OptionCheck.ThrowIfAny("it8951", options.Validate());
        options = options.WithVcom();
        (_options, _time, _logger) = (options, timeProvider ?? TimeProvider.System, logger ?? NullLogger.Instance);
        Capabilities = panel;
        _frame = new PanelFrame(panel, options.Rotation);
        _table = new WaveformTable(options.Waveforms ?? new WaveformNumbers { Gc16 = 2 }, options.Intents);
        _timing = WaveformTimes.TimingOf(_table, It8951Controller.MostEngines);
        var bus = new It8951Bus(
            spiDevice, pixelSpiDevice, gpioController ?? new GpioController(), options, _time, gpioController is null || shouldDispose);
        _controller = new It8951Controller(bus, options, _time);
        _recovery = new PanelRecovery("IT8951", options.MostRecoveries, options.RecoveryPause, _time);
    }

    private enum State
    {
        Off,
        Running,
        Asleep,
    }

    /// <inheritdoc/>
    public PanelCapabilities Capabilities { get; }

    /// <inheritdoc/>
    public PanelTiming Timing => _timing;

    /// <inheritdoc/>
    public PanelCondition Condition => _recovery.Condition;

    /// <summary>What the controller said of itself at the last start; null before.</summary>
    public It8951DeviceInfo? DeviceInfo => _controller.Info;

    /// <summary>Resets that were made because the controller hung.</summary>
    public long Recoveries => _recovery.Condition.Recoveries;

    /// <summary>Opens the bus and the pins that the options name.</summary>
    /// <param name="panel">The panel as the product sees it, turned.</param>
    /// <param name="options">Wiring and use.</param>
    /// <param name="timeProvider">The clock; null for the system's.</param>
    /// <param name="logger">Takes starts and recoveries; may be null.</param>
    /// <returns>The driver.</returns>
    /// <exception cref="ArgumentException">The options cannot be used.</exception>
    /// <exception cref="IOException">There is no such bus, or this user may not open it.</exception>
    public static It8951Panel Open(PanelCapabilities panel, It8951Options options, TimeProvider? timeProvider = null, ILogger? logger = null)
    {
        OptionCheck.ThrowIfAny("it8951", options.Validate());
        options = options.WithVcom();
        return new It8951Panel(panel, Spi(options.CommandClock), Spi(options.PixelClock), options, null, true, timeProvider, logger);

        SpiDevice Spi(int clock) => SpiDevice.Create(new SpiConnectionSettings(options.SpiBus, options.ChipSelect) { Mode = SpiMode, ClockFrequency = clock });
    }

    /// <summary>Resets the controller and sets it up, so that a wrong wiring shows before the first picture. Does nothing when it runs.</summary>
    /// <param name="cancellationToken">Ends the start.</param>
    /// <returns>A task that ends when the controller is ready.</returns>
    /// <exception cref="IOException">The controller does not answer, or is another one than the board's.</exception>
    public async ValueTask StartAsync(CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            await CarryOutAsync(default, null, cancellationToken);
        }
        finally
        {
            _gate.Release();
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
            if (_state == State.Running)
            {
                await SettleAsync(cancellationToken);
            }
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <inheritdoc/>
    public async ValueTask CheckAsync(CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            if (_state == State.Running || (_state == State.Off && _recovery.IsInTrouble))
            {
                await CarryOutAsync(default, null, cancellationToken);
            }
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>Stops the controller's clocks after the panel has come to rest. The next refresh wakes it.</summary>
    /// <param name="cancellationToken">Ends the wait for the panel.</param>
    /// <returns>A task that ends when the command was taken.</returns>
    /// <exception cref="IOException">The controller does not answer.</exception>
    public ValueTask StandbyAsync(CancellationToken cancellationToken) => RestAsync(isDeep: false, cancellationToken);

    /// <summary>Switches the controller off as far as it can after the panel has come to rest. The next refresh wakes it.</summary>
    /// <param name="cancellationToken">Ends the wait for the panel.</param>
    /// <returns>A task that ends when the command was taken.</returns>
    /// <exception cref="IOException">The controller does not answer.</exception>
    public ValueTask SleepAsync(CancellationToken cancellationToken) => RestAsync(isDeep: true, cancellationToken);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _gate.WaitAsync();
        _controller.Dispose();
        _gate.Dispose();
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask ShowAsync(PixelRect region, ReadOnlyMemory<byte> grey, int stride, RefreshIntent intent, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            var place = _frame.Write(region, grey.Span, stride);
            await CarryOutAsync(place, intent, cancellationToken);
        }
        finally
        {
            _gate.Release();
        }
    }

    private async ValueTask RestAsync(bool isDeep, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            if (_state != State.Running)
            {
                return;
            }

            await SettleAsync(cancellationToken);
            await (isDeep ? _controller.SleepAsync() : _controller.StandbyAsync());
            _state = State.Asleep;
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>Does one command, starting and recovering the controller as needed. Without an intent it only starts it.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask CarryOutAsync(PixelRect place, RefreshIntent? intent, CancellationToken cancellationToken)
    {
        _recovery.ThrowIfPaused();
        for (var resets = 0; ; resets++)
        {
            try
            {
                await RunAsync(cancellationToken);
                await VerifyAsync(isDue: intent is null);
                if (intent is { } wanted)
                {
                    await DrawAsync(place, wanted, cancellationToken);
                }
                else if (_isPictureUnknown && _recovery.IsInTrouble)
                {
                    // A controller that came back is white, or as it was when it failed.
                    await CleanAsync(_frame.Bounds, cancellationToken);
                }

                _recovery.Succeed();
                return;
            }
            catch (IOException e)
            {
                Lose(e, resets);
            }
        }
    }

    private async ValueTask SettleAsync(CancellationToken cancellationToken)
    {
        for (var resets = 0; ; resets++)
        {
            try
            {
                await RunAsync(cancellationToken);
                if (_isPictureUnknown && resets > 0)
                {
                    await CleanAsync(_frame.Bounds, cancellationToken);
                }

                await _controller.IdleAsync(cancellationToken);
                await VerifyAsync(isDue: true);
                _recovery.Succeed();
                return;
            }
            catch (IOException e)
            {
                Lose(e, resets);
            }
        }
    }

    /// <summary>Asks the controller whether it was reset by itself: when somebody wants to know, else now and then.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask VerifyAsync(bool isDue)
    {
        if (isDue || _time.GetElapsedTime(_verified) >= VerifyEvery)
        {
            await _controller.VerifyAsync();
            _verified = _time.GetTimestamp();
        }
    }

    /// <summary>Notes that the controller has to be reset; gives up when that was tried often enough.</summary>
    private void Lose(IOException reason, int resets)
    {
        (_state, _isPictureUnknown) = (State.Off, true);
        if (_recovery.TryAgain(reason, resets))
        {
            It8951Log.Recovering(_logger, resets + 1, reason.Message);
            return;
        }

        It8951Log.GaveUp(_logger, resets, _options.RecoveryPause, reason.Message);
        throw new IOException($"{reason.Message} ({resets} resets did not help)", reason);
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask RunAsync(CancellationToken cancellationToken)
    {
        if (_state == State.Asleep)
        {
            await _controller.WakeAsync();
            _state = State.Running;
        }
        else if (_state == State.Off)
        {
            await _controller.StartAsync(cancellationToken);
            Adopt(_controller.Info!);
            _state = State.Running;
        }
    }

    private void Adopt(It8951DeviceInfo info)
    {
        if (info.Width != _frame.Width || info.Height != _frame.Height)
        {
            throw new It8951Exception(
                $"IT8951: the controller has {info.Width}x{info.Height} pixels, the board's panel turned by {_options.Rotation} degrees {_frame.Width}x{_frame.Height}");
        }

        var size = ((uint)(info.Width * info.Height) + 15u) & ~15u;
        if (info.BufferAddress + (long)size > _options.MemoryBytes)
        {
            throw new It8951Exception(
                $"IT8951: the image buffer at 0x{info.BufferAddress:X8} with {size} bytes does not fit a memory of {_options.MemoryBytes} bytes (memoryBytes)");
        }

        // Ink goes to a buffer of its own where there is room, so that it never overwrites greys that are being shown.
        _inkAddress = info.BufferAddress + (2L * size) <= _options.MemoryBytes ? info.BufferAddress + size : info.BufferAddress;
        if (_options.Waveforms is null)
        {
            _table = new WaveformTable(info.Waveforms, _options.Intents);
            _timing = WaveformTimes.TimingOf(_table, It8951Controller.MostEngines);
            if (!info.IsLutKnown)
            {
                It8951Log.UnknownLut(_logger, info.Lut);
            }
        }

        It8951Log.Started(_logger, info.Width, info.Height, info.Firmware, info.Lut);
    }
}
