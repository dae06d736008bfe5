using System.Device.Gpio;
using System.Device.Spi;
using Device.Core.Screen;

namespace Device.Hardware.Simulated.Panels.Ssd1680;

/// <summary>
/// An SSD1680 at its SPI port and its pins D/C, RST and BUSY: the two image memories with window and counters, update sequences,
/// deep sleep that only a reset ends, and the glass behind them. What the part would not understand is ignored and written down
/// in <see cref="Violations"/>. Only the address mode 0x03 is emulated. Any thread; time is the clock's.
/// </summary>
public sealed class Ssd1680Chip
{
    private const int LutBytes = 153;

    private readonly Lock _gate = new();
    private readonly TimeProvider _time;
    private readonly Ssd1680ChipOptions _options;
    private readonly (int Data, int Reset, int Busy) _pins;
    private readonly ViolationLog _violations = new();
    private readonly byte[] _new;
    private readonly byte[] _old;
    private readonly List<byte> _data = [];
    private readonly List<byte> _commands = [];
    private readonly Random _noise = new(1);
    private byte _command;
    private bool _isData;
    private bool _isInReset;
    private bool _isAsleep;
    private bool _wasInitialised;
    private bool _hasLut;
    private bool _hasPicture;
    private byte _sequence;
    private long _busyUntil;
    private PixelRect _window;
    private int _x;
    private int _y;

    /// <summary>Makes a controller with power on, out of reset.</summary>
    /// <param name="time">The clock.</param>
    /// <param name="options">Which panel; null for a 2.9-inch one.</param>
    /// <param name="dataPin">The processor's pin at D/C.</param>
    /// <param name="resetPin">The processor's pin at RST.</param>
    /// <param name="busyPin">The processor's pin at BUSY.</param>
    public Ssd1680Chip(TimeProvider time, Ssd1680ChipOptions? options = null, int dataPin = 25, int resetPin = 17, int busyPin = 24)
    {
        (_time, _options, _pins) = (time, options ?? new Ssd1680ChipOptions(), (dataPin, resetPin, busyPin));
        (_new, _old) = (new byte[Stride * _options.Height], new byte[Stride * _options.Height]);
        Glass = new EmulatedGlass(_options.Width, _options.Height, 2, time, _options.Glass);
        Gpio = new GpioController(new ChipPins(ReadPin, WritePin));
    }

    /// <summary>The glass.</summary>
    public EmulatedGlass Glass { get; }

    /// <summary>The processor's pins; disposing of it does nothing to the chip.</summary>
    public GpioController Gpio { get; }

    /// <summary>BUSY stays high until that many resets have come, as with a panel that has lost its supply; 0 for not.</summary>
    public int HungForResets { get; set; }

    /// <summary>Share of the looks at BUSY that find the wrong level, 0 to 1: a spike on the line.</summary>
    public double SpikeShare { get; set; }

    /// <summary>Resets by the pin since the chip was made.</summary>
    public int ResetCount { get; private set; }

    /// <summary>What a driver did that the part would not have understood, the first 256.</summary>
    public IReadOnlyList<string> Violations
    {
        get
        {
            lock (_gate)
            {
                return _violations.ToList();
            }
        }
    }

    /// <summary>The update sequences that were activated, oldest first, at most 4,096.</summary>
    public IReadOnlyList<byte> Activations
    {
        get
        {
            lock (_gate)
            {
                return [.. _commands];
            }
        }
    }

    private int Stride => (_options.Width + 7) / 8;

    private bool IsBusy => HungForResets > 0 || _time.GetTimestamp() < _busyUntil;

    /// <summary>The master's side of the bus.</summary>
    /// <param name="clock">The clock in Hz.</param>
    /// <returns>A bus in mode 0.</returns>
    public SpiDevice CreateSpi(int clock) =>
        new ChipSpi(new SpiConnectionSettings(0, 0) { ClockFrequency = clock }, _options.MostTransfer, OnTransfer);

    /// <summary>Resets the chip as a brown-out does: the update under way is cut off and BUSY falls, settings are lost.</summary>
    public void ResetByItself()
    {
        lock (_gate)
        {
            Forget();
            _busyUntil = _time.GetTimestamp();
        }
    }

    private PinValue? ReadPin(int pin)
    {
        lock (_gate)
        {
            return pin != _pins.Busy ? null : SpikeShare > 0 && _noise.NextDouble() < SpikeShare ? !IsBusy : IsBusy;
        }
    }

    private void WritePin(int pin, PinValue level)
    {
        lock (_gate)
        {
            if (pin == _pins.Data)
            {
                _isData = level == PinValue.High;
            }
            else if (pin == _pins.Reset && level == PinValue.Low)
            {
                _isInReset = true;
            }
            else if (pin == _pins.Reset && _isInReset)
            {
                _isInReset = false;
                ResetCount++;
                HungForResets = Math.Max(0, HungForResets - 1);
                if (_isAsleep && !_options.SleepKeepsImages)
                {
                    _new.AsSpan().Clear();
                    _old.AsSpan().Clear();
                }

                Forget();
                Busy(2);
            }
        }
    }

    private void Forget()
    {
        (_isAsleep, _hasLut, _wasInitialised, _command, _sequence) = (false, false, false, 0, 0);
        _data.Clear();
        if (Glass.Engines != 0)
        {
            Glass.Reset();
        }
    }

    private void OnTransfer(SpiConnectionSettings settings, ReadOnlySpan<byte> sent, Span<byte> answer)
    {
        lock (_gate)
        {
            if (settings.Mode != SpiMode.Mode0 || settings.ClockFrequency > 20_000_000)
            {
                _violations.Add($"SPI {settings.Mode} at {settings.ClockFrequency} Hz; mode 0 up to 20 MHz was expected");
            }
            else if (_isInReset || _isAsleep)
            {
                _violations.Add(_isAsleep ? "a transfer in deep sleep, which only a reset ends" : "a transfer in reset");
            }
            else if (IsBusy)
            {
                _violations.Add("a transfer while BUSY is high");
            }
            else
            {
                foreach (var value in sent)
                {
                    Take(value);
                }
            }
        }
    }

    private void Take(byte value)
    {
        if (!_isData)
        {
            if (_command != 0 && LengthOf(_command) is var wanted and > 0 && _data.Count < wanted)
            {
                _violations.Add($"command 0x{value:X2} while 0x{_command:X2} lacks {wanted - _data.Count} bytes");
            }

            _command = value;
            _data.Clear();
            if (LengthOf(value) is null)
            {
                _violations.Add($"command 0x{value:X2} is not known");
            }
            else if (value is 0x12 or 0x20)
            {
                Act();
            }

            return;
        }

        if (_command is 0x24 or 0x26)
        {
            Store(value);
            return;
        }

        _data.Add(value);
        if (_data.Count == LengthOf(_command))
        {
            Act();
        }
        else if (_data.Count > (LengthOf(_command) ?? 0))
        {
            _violations.Add($"{_data.Count} bytes after command 0x{_command:X2}");
        }
    }

    private static int? LengthOf(byte command) => command switch
    {
        0x12 or 0x20 or 0x24 or 0x26 => 0,
        0x10 or 0x11 or 0x18 or 0x22 or 0x3C or 0x4E => 1,
        0x21 or 0x44 or 0x4F => 2,
        0x01 => 3,
        0x45 => 4,
        0x32 => LutBytes,
        _ => null,
    };

    private void Act()
    {
        switch (_command)
        {
            case 0x12:
                (_window, _x, _y, _hasLut) = (new PixelRect(0, 0, Stride, _options.Height), 0, 0, false);
                Busy(5);
                break;
            case 0x01:
                _wasInitialised = (_data[0] | (_data[1] << 8)) + 1 == _options.Height;
                break;
            case 0x10 when _data[0] is 1 or 3:
                _isAsleep = true;
                break;
            case 0x11 when _data[0] != 3:
                _violations.Add($"data entry mode 0x{_data[0]:X2}, which is not emulated");
                break;
            case 0x22:
                _sequence = _data[0];
                break;
            case 0x20:
                Activate();
                break;
            case 0x32:
                _hasLut = true;
                break;
            case 0x44:
                _window = _window with { X = _data[0], Width = _data[1] - _data[0] + 1 };
                CheckWindow();
                break;
            case 0x45:
                var top = _data[0] | (_data[1] << 8);
                _window = _window with { Y = top, Height = (_data[2] | (_data[3] << 8)) - top + 1 };
                CheckWindow();
                break;
            case 0x4E:
                _x = _data[0];
                break;
            case 0x4F:
                _y = _data[0] | (_data[1] << 8);
                break;
            default:
                break;
        }
    }

    private void CheckWindow()
    {
        if (_window.IsEmpty || _window.Right > Stride || _window.Bottom > _options.Height)
        {
            _violations.Add($"a window of {_window}, in bytes and rows, outside {Stride}x{_options.Height}");
        }
    }

    private void Store(byte value)
    {
        if (_x < _window.X || _x >= _window.Right || _y < _window.Y || _y >= _window.Bottom || _x >= Stride || _y >= _options.Height)
        {
            _violations.Add($"pixels at byte {_x}, row {_y}, outside the window {_window}");
            return;
        }

        (_command == 0x24 ? _new : _old)[(_y * Stride) + _x] = value;
        if (++_x == _window.Right)
        {
            // From the window's end the counters go back to its start.
            _x = _window.X;
            _y = _y + 1 == _window.Bottom ? _window.Y : _y + 1;
        }
    }

    private void Activate()
    {
        switch (_sequence)
        {
            case 0xF7 when _wasInitialised:
                Drive(isFull: true);
                break;
            case 0xFC or 0xCC when _wasInitialised:
                if (!_hasPicture)
                {
                    _violations.Add("a partial update before the first full one");
                }

                if (_hasLut || (_options.HasPartialWaveform && _sequence == 0xFC))
                {
                    Drive(isFull: false);
                }
                else
                {
                    _violations.Add($"sequence 0x{_sequence:X2} without a partial waveform");
                }

                break;
            case 0xE0:
                Busy(95);
                break;
            case 0x83:
                Busy(140);
                break;
            default:
                _violations.Add($"activation of sequence 0x{_sequence:X2}{(_wasInitialised ? "" : " before the rows were set")}");
                break;
        }
    }

    private void Drive(bool isFull)
    {
        if (_commands.Count < 4096)
        {
            _commands.Add(_sequence);
        }

        _hasPicture = true;
        var time = isFull ? _options.FullTime : _options.PartialTime;

        // Partial: what differs between the two images is driven, whatever the glass shows.
        Glass.Believe(Glass.Panel.Bounds, Greys(_old), _options.Width);
        Glass.TryDrive(
            Glass.Panel.Bounds, Greys(_new), _options.Width, isFull ? Waveform.Gc16 : Waveform.Du, isFull, TimeSpan.FromMilliseconds(time));
        Busy(time * _options.Glass.TimeScale);
    }

    private byte[] Greys(byte[] image)
    {
        var greys = new byte[_options.Width * _options.Height];
        for (var i = 0; i < greys.Length; i++)
        {
            var (x, y) = (i % _options.Width, i / _options.Width);
            greys[i] = ((image[(y * Stride) + (x / 8)] << (x % 8)) & 0x80) != 0 ? (byte)255 : (byte)0;
        }

        return greys;
    }

    private void Busy(double milliseconds) => _busyUntil = _time.GetTimestamp() + Glass.Stamps(TimeSpan.FromMilliseconds(milliseconds));
}
