using System.Device.Gpio;
using System.Device.Spi;
using System.Runtime.CompilerServices;

namespace Device.Hardware.Panels.It8951;

/// <summary>
/// Transactions with the chip. Each is one transfer that begins with a preamble word, high bytes first, and is only started
/// while HRDY is high. One caller at a time.
/// </summary>
internal sealed class It8951Bus : IDisposable
{
    private const ushort CommandPreamble = 0x6000;
    private const ushort WritePreamble = 0x0000;
    private const ushort ReadPreamble = 0x1000;

    // HRDY is back within microseconds nearly always; asking the pin that often costs less than a timer.
    private const int ReadsBeforeTimer = 32;

    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(1);

    private readonly SpiDevice _commands;
    private readonly SpiDevice _pixels;
    private readonly GpioController _gpio;
    private readonly It8951Options _options;
    private readonly TimeProvider _time;
    private readonly bool _disposesGpio;
    private readonly byte[] _word = new byte[4];
    private readonly byte[] _sent = new byte[4 + (It8951DeviceInfo.Words * 2)];
    private readonly byte[] _answer = new byte[4 + (It8951DeviceInfo.Words * 2)];
    private readonly byte[] _chunk;
    private int _filled = 2;
    private It8951Command _last;

    internal It8951Bus(SpiDevice commands, SpiDevice pixels, GpioController gpio, It8951Options options, TimeProvider time, bool disposesGpio)
    {
        (_commands, _pixels, _gpio, _options, _time, _disposesGpio) = (commands, pixels, gpio, options, time, disposesGpio);

        // Whole words only: the preamble stands at the front and is repeated in every chunk.
        _chunk = new byte[options.MostTransfer & ~1];
        _gpio.OpenPin(options.ReadyPin, PinMode.Input);
        _gpio.OpenPin(options.ResetPin, PinMode.Output);
        _gpio.Write(options.ResetPin, PinValue.High);
    }

    /// <summary>The reset pulse, as long as the slowest of those used in the field.</summary>
    internal async ValueTask ResetAsync(CancellationToken cancellationToken)
    {
        _filled = 2;
        _gpio.Write(_options.ResetPin, PinValue.High);
        await Task.Delay(TimeSpan.FromMilliseconds(200), _time, cancellationToken);
        _gpio.Write(_options.ResetPin, PinValue.Low);
        await Task.Delay(TimeSpan.FromMilliseconds(100), _time, cancellationToken);
        _gpio.Write(_options.ResetPin, PinValue.High);
        await Task.Delay(TimeSpan.FromMilliseconds(200), _time, cancellationToken);
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    internal async ValueTask CommandAsync(It8951Command command)
    {
        await ReadyAsync();
        _last = command;
        Send(CommandPreamble, (ushort)command);
    }

    /// <summary>One argument of a command: each is a transaction of its own.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    internal async ValueTask ArgumentAsync(int value)
    {
        await ReadyAsync();
        Send(WritePreamble, (ushort)value);
    }

    /// <summary>Reads words: preamble, a dummy word, then the data, in one transfer.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    internal async ValueTask ReadAsync(Memory<ushort> words)
    {
        await ReadyAsync();
        var length = 4 + (words.Length * 2);
        _sent.AsSpan().Clear();
        Put(_sent, 0, ReadPreamble);
        _commands.TransferFullDuplex(_sent.AsSpan(0, length), _answer.AsSpan(0, length));
        for (var i = 0; i < words.Length; i++)
        {
            words.Span[i] = (ushort)((_answer[4 + (i * 2)] << 8) | _answer[5 + (i * 2)]);
        }
    }

    /// <summary>Adds whole words of pixels, and sends a chunk whenever one is full.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    internal async ValueTask PixelsAsync(ReadOnlyMemory<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            var length = Math.Min(bytes.Length, _chunk.Length - _filled);
            bytes.Span[..length].CopyTo(_chunk.AsSpan(_filled));
            bytes = bytes[length..];
            _filled += length;
            if (_filled == _chunk.Length)
            {
                await FlushPixelsAsync();
            }
        }
    }

    /// <summary>Sends the pixels that wait.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    internal async ValueTask FlushPixelsAsync()
    {
        if (_filled > 2)
        {
            await ReadyAsync();
            Put(_chunk, 0, WritePreamble);
            _pixels.Write(_chunk.AsSpan(0, _filled));
            _filled = 2;
        }
    }

    public void Dispose()
    {
        _commands.Dispose();
        _pixels.Dispose();
        if (_disposesGpio)
        {
            _gpio.Dispose();
        }
        else
        {
            _gpio.ClosePin(_options.ReadyPin);
            _gpio.ClosePin(_options.ResetPin);
        }
    }

    private static void Put(byte[] bytes, int at, ushort word) => (bytes[at], bytes[at + 1]) = ((byte)(word >> 8), (byte)word);

    private void Send(ushort preamble, ushort word)
    {
        Put(_word, 0, preamble);
        Put(_word, 2, word);
        _commands.Write(_word);
    }

    private ValueTask ReadyAsync()
    {
        for (var i = 0; i < ReadsBeforeTimer; i++)
        {
            if (IsReady)
            {
                return default;
            }
        }

        return SlowReadyAsync();
    }

    // Twice, since a word that is sent while the chip is busy is lost, and one spike on the line would do.
    private bool IsReady => _gpio.Read(_options.ReadyPin) == PinValue.High && _gpio.Read(_options.ReadyPin) == PinValue.High;

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask SlowReadyAsync()
    {
        var start = _time.GetTimestamp();
        while (!IsReady)
        {
            if (_time.GetElapsedTime(start).TotalMilliseconds >= _options.ReadyTimeout)
            {
                throw new It8951Exception(
                    $"IT8951: HRDY (pin {_options.ReadyPin}) stayed low for {_options.ReadyTimeout} ms after {_last}; high was expected");
            }

            await Task.Delay(Poll, _time);
        }
    }
}
