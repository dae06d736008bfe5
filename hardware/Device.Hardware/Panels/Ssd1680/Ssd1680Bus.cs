using System.Device.Gpio;
using System.Device.Spi;

namespace Device.Hardware.Panels.Ssd1680;

/// <summary>Transactions with the chip: a command byte with D/C low, its data with D/C high. One caller at a time.</summary>
internal sealed class Ssd1680Bus : IDisposable
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(5);

    private readonly SpiDevice _spi;
    private readonly GpioController _gpio;
    private readonly Ssd1680Options _options;
    private readonly TimeProvider _time;
    private readonly bool _disposesGpio;
    private readonly byte[] _command = new byte[1];

    internal Ssd1680Bus(SpiDevice spi, GpioController gpio, Ssd1680Options options, TimeProvider time, bool disposesGpio)
    {
        (_spi, _gpio, _options, _time, _disposesGpio) = (spi, gpio, options, time, disposesGpio);
        _gpio.OpenPin(options.BusyPin, PinMode.Input);
        _gpio.OpenPin(options.DataPin, PinMode.Output);
        _gpio.OpenPin(options.ResetPin, PinMode.Output);
        _gpio.Write(options.ResetPin, PinValue.High);
    }

    /// <summary>Whether the chip takes no commands now. Low counts when it is read twice: a command after a spike on the line would be lost.</summary>
    internal bool IsBusy => _gpio.Read(_options.BusyPin) == PinValue.High || _gpio.Read(_options.BusyPin) == PinValue.High;

    internal async ValueTask ResetAsync(CancellationToken cancellationToken)
    {
        foreach (var level in (PinValue[])[PinValue.High, PinValue.Low, PinValue.High])
        {
            _gpio.Write(_options.ResetPin, level);
            await Task.Delay(TimeSpan.FromMilliseconds(10), _time, cancellationToken);
        }
    }

    internal void Send(Ssd1680Command command, params ReadOnlySpan<byte> data)
    {
        _command[0] = (byte)command;
        _gpio.Write(_options.DataPin, PinValue.Low);
        _spi.Write(_command);
        if (!data.IsEmpty)
        {
            _gpio.Write(_options.DataPin, PinValue.High);
            for (; !data.IsEmpty; data = data[Math.Min(data.Length, _options.MostTransfer)..])
            {
                _spi.Write(data[..Math.Min(data.Length, _options.MostTransfer)]);
            }
        }
    }

    /// <summary>Waits until the chip takes commands.</summary>
    /// <exception cref="IOException">It does not in time.</exception>
    internal async ValueTask IdleAsync(string after, CancellationToken cancellationToken)
    {
        var start = _time.GetTimestamp();
        while (IsBusy)
        {
            if (_time.GetElapsedTime(start).TotalMilliseconds >= _options.BusyTimeout)
            {
                throw new IOException(
                    $"SSD1680: BUSY (pin {_options.BusyPin}) stayed high for {_options.BusyTimeout} ms after {after}; low was expected: check the wiring, the reset line and the panel's supply");
            }

            await Task.Delay(Poll, _time, cancellationToken);
        }
    }

    public void Dispose()
    {
        _spi.Dispose();
        if (_disposesGpio)
        {
            _gpio.Dispose();
            return;
        }

        _gpio.ClosePin(_options.BusyPin);
        _gpio.ClosePin(_options.DataPin);
        _gpio.ClosePin(_options.ResetPin);
    }
}
