using System.Buffers.Binary;
using Device.Core.Screen;

namespace Device.Hardware.Simulated.Panels.RockchipEbc;

/// <summary>
/// Rockchip's /dev/ebc at its system calls: a few buffers that are taken, filled with a whole picture and sent, and shown one after the
/// other; taking one is held up while none is free. What would go wrong is written down in <see cref="Violations"/>. Any thread.
/// </summary>
public sealed class EbcKernel : IDisposable
{
    private const int Fault = -14;
    private const int InvalidArgument = -22;
    private const int NotTypewriter = -25;
    private const int Interrupted = -4;

    private readonly Lock _gate = new();
    private readonly TimeProvider _time;
    private readonly EbcKernelOptions _options;
    private readonly Action<TimeSpan> _block;
    private readonly ViolationLog _violations = new();
    private readonly byte[] _memory;
    private readonly byte[] _shown;
    private readonly Queue<int> _free = new();
    private readonly HashSet<int> _taken = [];
    private readonly Queue<Sent> _queue = new();
    private readonly List<int> _modes = [];
    private readonly ITimer _wake;
    private int _showing = -1;
    private bool _isOverlay;
    private bool _isDisposed;

    /// <summary>Makes a kernel driver on white glass.</summary>
    /// <param name="time">The clock.</param>
    /// <param name="options">Which version; null for the standard.</param>
    /// <param name="block">Lets time pass inside a blocking call; null waits for the clock.</param>
    public EbcKernel(TimeProvider time, EbcKernelOptions? options = null, Action<TimeSpan>? block = null)
    {
        (_time, _options) = (time, options ?? new EbcKernelOptions());
        _block = block ?? (span => WaitForClock(time, span));
        _memory = new byte[Math.Max(1 << 20, Size * _options.Buffers)];
        _shown = new byte[Size];
        Array.Fill(_shown, (byte)0xFF);
        for (var i = 0; i < _options.Buffers; i++)
        {
            _free.Enqueue(i * Size);
        }

        Glass = new EmulatedGlass(_options.Width, _options.Height, 16, time, _options.Glass);
        _wake = time.CreateTimer(_ => Wake(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>The glass.</summary>
    public EmulatedGlass Glass { get; }

    /// <summary>What mmap gives.</summary>
    public Memory<byte> Memory => _memory;

    /// <summary>Whether another program holds every buffer.</summary>
    public bool IsHeldByOthers { get; set; }

    /// <summary>Changes ebc_buf_info before the caller sees it. For kernels that lie.</summary>
    public Action<Memory<byte>>? Corrupt { get; set; }

    /// <summary>What a driver asked for that would have gone wrong, the first 256.</summary>
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

    /// <summary>The modes of the buffers that were sent, oldest first, at most 4,096.</summary>
    public IReadOnlyList<int> Modes
    {
        get
        {
            lock (_gate)
            {
                return [.. _modes];
            }
        }
    }

    private int Size => _options.Width * _options.Height / 2;

    /// <summary>ioctl with a structure.</summary>
    /// <param name="request">The request.</param>
    /// <param name="argument">The structure.</param>
    /// <returns>0, or the negative error number.</returns>
    public int Ioctl(uint request, Span<byte> argument)
    {
        var requests = _options.Requests;
        if (request != requests.Get && request != requests.Send && request != requests.Info)
        {
            return NotTypewriter;
        }

        if (argument.Length < _options.InfoBytes)
        {
            lock (_gate)
            {
                _violations.Add($"{argument.Length} bytes for an ebc_buf_info of {_options.InfoBytes}: the kernel writes beyond them");
            }

            return Fault;
        }

        if (request == requests.Info)
        {
            Answer(argument, 0);
            return 0;
        }

        return request == requests.Get ? Take(argument) : Send(argument);
    }

    /// <summary>ioctl with a number or nothing.</summary>
    /// <param name="request">The request.</param>
    /// <param name="value">The number.</param>
    /// <returns>0, or the negative error number.</returns>
    public int Ioctl(uint request, nint value)
    {
        lock (_gate)
        {
            if (value != 0 || (request != _options.Requests.On && request != _options.Requests.Off))
            {
                return NotTypewriter;
            }

            _isOverlay = request == _options.Requests.On;
            return 0;
        }
    }

    /// <summary>Ends the kernel's own work, and calls that are held up.</summary>
    public void Dispose()
    {
        _isDisposed = true;
        _wake.Dispose();
    }

    private static void WaitForClock(TimeProvider time, TimeSpan span)
    {
        using var passed = new ManualResetEventSlim();
        using var timer = time.CreateTimer(_ => passed.Set(), null, span, Timeout.InfiniteTimeSpan);
        passed.Wait();
    }

    private int Take(Span<byte> argument)
    {
        while (!_isDisposed)
        {
            lock (_gate)
            {
                Advance();
                if (!IsHeldByOthers && _free.TryDequeue(out var offset))
                {
                    _taken.Add(offset);
                    Answer(argument, offset);
                    return 0;
                }
            }

            _block(TimeSpan.FromMilliseconds(12));
        }

        return Interrupted;
    }

    private int Send(ReadOnlySpan<byte> argument)
    {
        lock (_gate)
        {
            var info = new int[11];
            for (var i = 0; i < info.Length; i++)
            {
                info[i] = BinaryPrimitives.ReadInt32LittleEndian(argument[(i * 4)..]);
            }

            var (offset, mode) = (info[0], info[1]);
            var window = new PixelRect(info[5], info[6], info[7] - info[5], info[8] - info[6]);
            if (!_taken.Remove(offset))
            {
                _violations.Add($"a buffer at {offset}, which was not taken");
                return InvalidArgument;
            }

            if (window.IsEmpty || window.X < 0 || window.Y < 0 || window.Right > _options.Width || window.Bottom > _options.Height)
            {
                _violations.Add($"a window of {window}");
                window = Glass.Panel.Bounds;
            }

            if (!_options.Modes.ContainsKey(mode))
            {
                _violations.Add($"mode {mode}, which the kernel does not have");
            }

            if (_isOverlay != (mode == 1))
            {
                _violations.Add($"mode {mode} while the overlay is {(_isOverlay ? "on" : "off")}");
            }

            if (_modes.Count < 4096)
            {
                _modes.Add(mode);
            }

            Compare(offset, window);
            _queue.Enqueue(new Sent(offset, mode, window));
            Advance();
            return 0;
        }
    }

    /// <summary>Outside the window a buffer has to hold the picture that is shown, since kernels differ in what they do with it.</summary>
    private void Compare(int offset, PixelRect window)
    {
        var picture = _memory.AsSpan(offset, Size);
        for (var i = 0; i < _options.Width * _options.Height; i++)
        {
            var (x, y) = (i % _options.Width, i / _options.Width);
            if (Level(picture, i) != Level(_shown, i) && (x < window.X || x >= window.Right || y < window.Y || y >= window.Bottom))
            {
                _violations.Add($"the pixel at ({x}, {y}) changed outside the window {window}");
                break;
            }
        }

        picture.CopyTo(_shown);
    }

    private static int Level(ReadOnlySpan<byte> picture, int pixel) => (picture[pixel / 2] >> (pixel % 2 * 4)) & 15;

    private void Answer(Span<byte> argument, int offset)
    {
        var answer = new byte[_options.InfoBytes];
        int[] info = [offset, 0, _options.Height, _options.Width, 0, 0, 0, 0, 0, 210, 158];
        for (var i = 0; i < info.Length; i++)
        {
            BinaryPrimitives.WriteInt32LittleEndian(answer.AsSpan(i * 4), info[i]);
        }

        Corrupt?.Invoke(answer);
        answer.CopyTo(argument);
    }

    private void Wake()
    {
        lock (_gate)
        {
            Advance();
        }
    }

    /// <summary>Shows the next buffer when the one before is done.</summary>
    private void Advance()
    {
        while (Glass.Engines == 0)
        {
            if (_showing >= 0)
            {
                _free.Enqueue(_showing);
                _showing = -1;
            }

            if (!_queue.TryDequeue(out var sent))
            {
                return;
            }

            _showing = sent.Offset;
            var waveform = _options.Modes.GetValueOrDefault(sent.Mode, Waveform.Gc16);
            var isFull = sent.Mode is >= 2 and <= 6 || waveform == Waveform.Init;
            Glass.TryDrive(sent.Window, Greys(sent), sent.Window.Width, waveform, isFull);
        }

        if (!_isDisposed)
        {
            _wake.Change(_time.GetElapsedTime(_time.GetTimestamp(), Glass.LastEnd) + TimeSpan.FromTicks(1), Timeout.InfiniteTimeSpan);
        }
    }

    private byte[] Greys(Sent sent)
    {
        var picture = _memory.AsSpan(sent.Offset, Size);
        var greys = new byte[sent.Window.Width * sent.Window.Height];
        for (var i = 0; i < greys.Length; i++)
        {
            var (x, y) = (sent.Window.X + (i % sent.Window.Width), sent.Window.Y + (i / sent.Window.Width));
            greys[i] = (byte)(Level(picture, (y * _options.Width) + x) * 17);
        }

        return greys;
    }

    private readonly record struct Sent(int Offset, int Mode, PixelRect Window);
}
