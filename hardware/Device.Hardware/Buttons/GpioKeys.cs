using System.Device.Gpio;
using Device.Core.Power;
using Device.Core.Speech;
using Device.Hardware.Panels;

namespace Device.Hardware.Buttons;

/// <summary>A machine's keys and switches on pins, as <see cref="IDeviceEvents"/>.</summary>
public sealed class GpioKeys : IDeviceEvents, IDisposable
{
    private readonly GpioController _controller;
    private readonly bool _shouldDispose;
    private readonly DeviceEventQueue _events;
    private readonly KeyInterpreter _interpreter;
    private readonly List<GpioButton> _buttons = [];

    /// <summary>Opens the pins and begins to listen.</summary>
    /// <param name="options">The pins and what they are for.</param>
    /// <param name="gpioController">The pins; null for the board's.</param>
    /// <param name="shouldDispose">Whether the pins' controller is disposed of with this.</param>
    /// <param name="timeProvider">The clock; null for the system's.</param>
    /// <param name="mute">Is told of a mute switch at once, also of one that is on already; null where nobody listens.</param>
    /// <exception cref="ArgumentException">The options cannot be used, or a pin has no such resistor.</exception>
    /// <exception cref="IOException">A pin cannot be opened.</exception>
    public GpioKeys(
        GpioButtonsOptions options, GpioController? gpioController = null, bool shouldDispose = true, TimeProvider? timeProvider = null, MicrophoneMute? mute = null)
    {
        OptionCheck.ThrowIfAny("gpioButtons", options.Validate());
        var time = timeProvider ?? TimeProvider.System;
        (_controller, _shouldDispose) = (gpioController ?? new GpioController(), gpioController is null || shouldDispose);
        _events = new DeviceEventQueue(time);
        _interpreter = new KeyInterpreter(_events, TimeSpan.FromMilliseconds(options.LongPress), time, mute);
        try
        {
            foreach (var key in options.Keys)
            {
                Add(key, options, time);
            }
        }
        catch
        {
            Dispose();
            throw;
        }

        _buttons.ForEach(b => b.Start());
    }

    /// <inheritdoc/>
    public long Dropped => _events.Dropped;

    /// <summary>Changes of level that no interrupt told of, of all pins.</summary>
    public long LostEdges => _buttons.Sum(b => b.LostEdges);

    /// <summary>Readings of a level that failed, of all pins.</summary>
    public long FailedReadings => _buttons.Sum(b => b.FailedReadings);

    /// <inheritdoc/>
    public IAsyncEnumerable<DeviceEvent> ReadAllAsync(CancellationToken cancellationToken) => _events.ReadAllAsync(cancellationToken);

    /// <summary>Closes the pins; the reader gets what is left.</summary>
    public void Dispose()
    {
        _buttons.ForEach(b => b.Dispose());
        _interpreter.Dispose();
        _events.Close();
        if (_shouldDispose)
        {
            _controller.Dispose();
        }
    }

    private void Add(GpioKeyOptions key, GpioButtonsOptions options, TimeProvider time)
    {
        var button = new GpioButton(
            key.Pin, key.IsPullUp, key.HasExternalResistor, _controller, shouldDispose: false,
            TimeSpan.FromMilliseconds(options.Debounce), time, TimeSpan.FromMilliseconds(options.PollInterval));
        button.ButtonDown += (_, _) => _interpreter.Change(key.Role, true);
        button.ButtonUp += (_, _) => _interpreter.Change(key.Role, false);
        _buttons.Add(button);
    }
}
