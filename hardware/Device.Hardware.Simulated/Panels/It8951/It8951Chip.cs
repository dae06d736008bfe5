using System.Device.Gpio;
using System.Device.Spi;
using Device.Core.Screen;

namespace Device.Hardware.Simulated.Panels.It8951;

/// <summary>
/// An IT8951 at its SPI slave port and its two pins: preambles, words high byte first, a dummy word before data read, one
/// transaction for every argument, HRDY low while it is busy or resetting, registers, image loads, LUT engines and the glass
/// behind them. What the part would not understand is ignored and written down in <see cref="Violations"/>. Rotation by the load
/// command, 3 bits a pixel and memory bursts are not emulated. Any thread; time is the clock's.
/// </summary>
public sealed partial class It8951Chip
{
    private const ushort CommandPreamble = 0x6000;
    private const ushort WritePreamble = 0x0000;
    private const ushort ReadPreamble = 0x1000;

    private readonly Lock _gate = new();
    private readonly TimeProvider _time;
    private readonly It8951ChipOptions _options;
    private readonly int _resetPin;
    private readonly int _readyPin;
    private readonly ViolationLog _violations = new();
    private readonly byte[] _memory;
    private readonly Random _noise = new(1);
    private bool _isInReset;
    private long _busyUntil;

    /// <summary>Makes a controller with power on, out of reset.</summary>
    /// <param name="time">The clock.</param>
    /// <param name="options">Which board it is on; null for a 10.3-inch one.</param>
    /// <param name="resetPin">The processor's pin at RST, low resets.</param>
    /// <param name="readyPin">The processor's pin at HRDY, high when ready.</param>
    public It8951Chip(TimeProvider time, It8951ChipOptions? options = null, int resetPin = 17, int readyPin = 24)
    {
        (_time, _options, _resetPin, _readyPin) = (time, options ?? new It8951ChipOptions(), resetPin, readyPin);
        _memory = new byte[_options.MemoryBytes];
        Glass = new EmulatedGlass(_options.Width, _options.Height, 16, time, _options.Glass);
        Gpio = new GpioController(new ChipPins(ReadPin, WritePin));
        ResetState();
    }

    /// <summary>The glass.</summary>
    public EmulatedGlass Glass { get; }

    /// <summary>The processor's pins; disposing of it does nothing to the chip.</summary>
    public GpioController Gpio { get; }

    /// <summary>Makes the chip misbehave.</summary>
    public It8951Faults Faults { get; } = new();

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

    /// <summary>Resets by the pin since the chip was made.</summary>
    public int ResetCount { get; private set; }

    /// <summary>The commands seen, the newest 4,096: oldest first.</summary>
    public IReadOnlyList<ushort> Commands
    {
        get
        {
            lock (_gate)
            {
                return [.. _commands];
            }
        }
    }

    /// <summary>Bytes moved over the bus since the chip was made.</summary>
    public long BusBytes { get; private set; }

    /// <summary>The longest transaction seen, in bytes.</summary>
    public int LongestTransfer { get; private set; }

    /// <summary>A chip select of the bus.</summary>
    /// <param name="clock">The clock in Hz.</param>
    /// <param name="mode">The mode; the chip understands mode 0.</param>
    /// <returns>The master's side of the bus.</returns>
    public SpiDevice CreateSpi(int clock, SpiMode mode = SpiMode.Mode0) =>
        new ChipSpi(new SpiConnectionSettings(0, 0) { ClockFrequency = clock, Mode = mode }, _options.MostTransfer, OnTransfer);

    /// <summary>Resets the chip as a brown-out does: drives are cut off where they are, settings and memory of the glass are lost, HRDY is low while it boots.</summary>
    public void ResetByItself()
    {
        lock (_gate)
        {
            ResetState();
            Glass.Reset();
            Busy(TimeSpan.FromMilliseconds(_options.BootTime));
        }
    }

    private bool IsReady(long now)
    {
        TryStartWaiting();
        return !_isInReset && now >= _busyUntil && _waiting is null && !Faults.IsReadyHung;
    }

    private PinValue? ReadPin(int pin)
    {
        lock (_gate)
        {
            if (pin != _readyPin)
            {
                return null;
            }

            var isReady = IsReady(_time.GetTimestamp());
            if (isReady && Faults.LateLooks > 0)
            {
                Faults.LateLooks--;
                return PinValue.Low;
            }

            return Faults.SpikeShare > 0 && _noise.NextDouble() < Faults.SpikeShare ? !isReady : isReady;
        }
    }

    private void WritePin(int pin, PinValue level)
    {
        lock (_gate)
        {
            if (pin != _resetPin)
            {
                return;
            }

            if (level == PinValue.Low)
            {
                _isInReset = true;
                return;
            }

            if (_isInReset)
            {
                _isInReset = false;
                ResetCount++;
                ResetState();
                Glass.Reset();
                Busy(TimeSpan.FromMilliseconds(_options.BootTime));
                Faults.IsLutHung = false;
                if (Faults.UselessResets > 0)
                {
                    Faults.UselessResets--;
                }
                else
                {
                    Faults.IsReadyHung = false;
                }
            }
        }
    }

    private void OnTransfer(SpiConnectionSettings settings, ReadOnlySpan<byte> sent, Span<byte> answer)
    {
        lock (_gate)
        {
            BusBytes += sent.Length;
            LongestTransfer = Math.Max(LongestTransfer, sent.Length);
            answer.Clear();
            if (settings.Mode != SpiMode.Mode0)
            {
                _violations.Add($"SPI {settings.Mode}, the part has mode 0");
            }
            else if (!IsReady(_time.GetTimestamp()))
            {
                _violations.Add("a transaction while HRDY is low");
            }
            else if (sent.Length % 2 != 0 || sent.Length < 4)
            {
                _violations.Add($"a transaction of {sent.Length} bytes, at least a preamble and a word were expected");
            }
            else
            {
                Take(settings.ClockFrequency, sent, answer);
                Busy(TimeSpan.FromMicroseconds(_options.BusyTime));
            }
        }
    }

    private void Take(int clock, ReadOnlySpan<byte> sent, Span<byte> answer)
    {
        var preamble = Word(sent, 0);
        var words = (sent.Length / 2) - 1;
        switch (preamble)
        {
            case CommandPreamble when clock > _options.MostCommandClock:
            case ReadPreamble when clock > _options.MostCommandClock:
            case WritePreamble when clock > (_load is null ? _options.MostCommandClock : _options.MostPixelClock):
                _violations.Add($"a transaction of preamble 0x{preamble:X4} at {clock} Hz");
                break;
            case CommandPreamble when words == 1:
                OnCommand(Word(sent, 1));
                break;
            case WritePreamble:
                for (var i = 1; i <= words; i++)
                {
                    OnWord(Word(sent, i));
                }

                break;
            case ReadPreamble when words >= 2 && !answer.IsEmpty:
                // The first word after the preamble is a dummy: the chip sends no data with it.
                OnRead(answer[4..]);
                break;
            default:
                _violations.Add($"preamble 0x{preamble:X4} with {words} words{(answer.IsEmpty ? ", not listening" : "")}");
                break;
        }
    }

    private void Busy(TimeSpan time) => _busyUntil = _time.GetTimestamp() + Glass.Stamps(time);

    private static ushort Word(ReadOnlySpan<byte> bytes, int index) => (ushort)((bytes[index * 2] << 8) | bytes[(index * 2) + 1]);

    private static bool Overlap(PixelRect a, PixelRect b) => !a.Intersect(b).IsEmpty;
}
