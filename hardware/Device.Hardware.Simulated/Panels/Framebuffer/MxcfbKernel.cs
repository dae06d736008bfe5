using System.Buffers.Binary;
using Device.Core.Screen;

namespace Device.Hardware.Simulated.Panels.Framebuffer;

/// <summary>
/// The i.MX EPDC's kernel driver at its system calls: updates in the structure of one vendor's kernel, queued while their region is being
/// driven, markers and waits, and the glass. What a kernel refuses gets its error number; what it would take and show wrongly is
/// written down in <see cref="Violations"/>. Any thread.
/// </summary>
public sealed class MxcfbKernel : IDisposable
{
    private const int InvalidArgument = -22;
    private const int TimedOut = -110;

    private static readonly TimeSpan KernelPatience = TimeSpan.FromSeconds(5);

    private readonly Lock _gate = new();
    private readonly TimeProvider _time;
    private readonly MxcfbKernelKind _kind;
    private readonly IReadOnlyDictionary<int, Waveform> _waveforms;
    private readonly Action<TimeSpan> _block;
    private readonly ViolationLog _violations = new();
    private readonly List<Update> _queue = [];
    private readonly Dictionary<uint, long> _ends = [];
    private readonly List<SentUpdate> _sent = [];
    private readonly ITimer _wake;

    /// <summary>Makes a kernel driver on white glass.</summary>
    /// <param name="time">The clock.</param>
    /// <param name="screen">The frame buffer.</param>
    /// <param name="kind">Whose kernel.</param>
    /// <param name="waveforms">The panel's waveforms by number; null for INIT 0, DU 1, GC16 2, GL16 3.</param>
    /// <param name="glass">How the glass behaves; null for the standard.</param>
    /// <param name="block">Lets time pass inside a blocking call; null waits for the clock.</param>
    public MxcfbKernel(
        TimeProvider time,
        FbdevKernel screen,
        MxcfbKernelKind kind,
        IReadOnlyDictionary<int, Waveform>? waveforms = null,
        EmulatedGlassOptions? glass = null,
        Action<TimeSpan>? block = null)
    {
        (_time, Screen, _kind) = (time, screen, kind);
        _waveforms = waveforms ?? new Dictionary<int, Waveform> { [0] = Waveform.Init, [1] = Waveform.Du, [2] = Waveform.Gc16, [3] = Waveform.Gl16 };
        _block = block ?? (span => WaitForClock(time, span));
        Glass = new EmulatedGlass(screen.Width, screen.Height, 16, time, glass);
        _wake = time.CreateTimer(_ => Wake(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>The frame buffer.</summary>
    public FbdevKernel Screen { get; }

    /// <summary>The glass.</summary>
    public EmulatedGlass Glass { get; }

    /// <summary>Whether waits run into the kernel's timeout, as on some boards.</summary>
    public bool LosesMarkers { get; set; }

    /// <summary>Regions are to be multiples of this many pixels, except at the panel's edges.</summary>
    public int Alignment { get; set; } = 8;

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

    /// <summary>The updates that were taken, oldest first, at most 4,096.</summary>
    public IReadOnlyList<SentUpdate> Sent
    {
        get
        {
            lock (_gate)
            {
                return [.. _sent];
            }
        }
    }

    /// <summary>Markers waited for, oldest first.</summary>
    public IReadOnlyList<uint> Waits { get; private set; } = [];

    private int UpdateBytes => _kind switch
    {
        MxcfbKernelKind.Ntx => 68,
        MxcfbKernelKind.V2 or MxcfbKernelKind.Kindle => 72,
        MxcfbKernelKind.KindleRex => 80,
        MxcfbKernelKind.KindleZelda => 88,
        _ => 64,
    };

    private uint WaitRequest => _kind switch
    {
        MxcfbKernelKind.V1 or MxcfbKernelKind.Ntx => 0x4004_462F,
        MxcfbKernelKind.SoloLite => 0xC008_4635,
        MxcfbKernelKind.NoWait => 0,
        _ => 0xC008_462F,
    };

    /// <summary>ioctl with a structure.</summary>
    /// <param name="request">The request.</param>
    /// <param name="argument">The structure.</param>
    /// <returns>0 or more, or the negative error number.</returns>
    public int Ioctl(uint request, Span<byte> argument)
    {
        if (request == (0x4000_462E | ((uint)UpdateBytes << 16)))
        {
            lock (_gate)
            {
                return Send(argument);
            }
        }

        if (request == WaitRequest && request != 0)
        {
            return Wait(BinaryPrimitives.ReadUInt32LittleEndian(argument), argument);
        }

        // The vendors' drivers answer EINVAL to what they do not know.
        return request >> 8 == 0x46 ? Screen.Ioctl(request, argument) : InvalidArgument;
    }

    /// <summary>Stops the kernel's own work on updates that wait.</summary>
    public void Dispose() => _wake.Dispose();

    private static void WaitForClock(TimeProvider time, TimeSpan span)
    {
        using var passed = new ManualResetEventSlim();
        using var timer = time.CreateTimer(_ => passed.Set(), null, span, Timeout.InfiniteTimeSpan);
        passed.Wait();
    }

    private int Send(ReadOnlySpan<byte> bytes)
    {
        var update = Decode(bytes);
        var area = update.Area;
        if (area.X < 0 || area.Y < 0 || area.IsEmpty || area.Right > Screen.Width || area.Bottom > Screen.Height
            || update.Mode > 1 || (update.Waveform > 255 && update.Waveform != 257))
        {
            return InvalidArgument;
        }

        Inspect(update);
        if (_sent.Count < 4096)
        {
            _sent.Add(update);
        }

        var grey = new byte[area.Width * area.Height];
        for (var i = 0; i < grey.Length; i++)
        {
            grey[i] = Screen.GreyAt(area.X + (i % area.Width), area.Y + (i / area.Width));
            if ((update.Flags & 2) != 0)
            {
                grey[i] = grey[i] > 127 ? (byte)255 : (byte)0;
            }
        }

        var waveform = _waveforms.GetValueOrDefault(update.Waveform, Waveform.Gc16);
        _queue.Add(new Update(update, waveform, grey));
        if (update.Marker != 0)
        {
            _ends[update.Marker] = long.MaxValue;
        }

        Advance();
        return 0;
    }

    private void Inspect(SentUpdate update)
    {
        var area = update.Area;
        if (area.Width <= 1 || area.Height <= 1)
        {
            _violations.Add($"{area} is so small that it crashes kernels");
        }

        if (area.X % Alignment != 0 || area.Y % Alignment != 0
            || (area.Width % Alignment != 0 && area.Right != Screen.Width) || (area.Height % Alignment != 0 && area.Bottom != Screen.Height))
        {
            _violations.Add($"{area} is not aligned to {Alignment} pixels");
        }

        if (!_waveforms.TryGetValue(update.Waveform, out var waveform))
        {
            _violations.Add($"waveform {update.Waveform}, which the panel does not have");
        }
        else if (waveform is Waveform.Glr16 or Waveform.Gld16 && update.Mode == 0)
        {
            _violations.Add($"{waveform} as a partial update");
        }

        if (update.Temperature is not (0x1000 or 0x1001 or (>= 0 and <= 60)))
        {
            _violations.Add($"temperature {update.Temperature}");
        }

        if ((update.Flags & ~0xE707u) != 0)
        {
            _violations.Add($"flags 0x{update.Flags:X}");
        }

        if (update.Marker != 0 && _ends.TryGetValue(update.Marker, out var end) && end > _time.GetTimestamp())
        {
            _violations.Add($"marker {update.Marker} is in use");
        }
    }

    private SentUpdate Decode(ReadOnlySpan<byte> bytes)
    {
        var values = new uint[UpdateBytes / 4];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = BinaryPrimitives.ReadUInt32LittleEndian(bytes[(i * 4)..]);
        }

        var area = new PixelRect((int)values[1], (int)values[0], (int)values[2], (int)values[3]);
        var isKindle = _kind == MxcfbKernelKind.Kindle;
        var after = isKindle ? 9 : 7;
        var histogram = _kind switch
        {
            MxcfbKernelKind.Kindle => ((int)values[7], (int)values[8]),
            MxcfbKernelKind.KindleRex or MxcfbKernelKind.KindleZelda => ((int)values[18], (int)values[19]),
            _ => (-1, -1),
        };
        return new SentUpdate(
            area, (int)values[4], (int)values[5], values[6], (int)values[after], values[after + 1], histogram);
    }

    private int Wait(uint marker, Span<byte> argument)
    {
        lock (_gate)
        {
            if (marker == 0)
            {
                return InvalidArgument;
            }

            Waits = [.. Waits, marker];
        }

        if (LosesMarkers)
        {
            _block(KernelPatience);
            return TimedOut;
        }

        var start = _time.GetTimestamp();
        while (true)
        {
            TimeSpan left;
            lock (_gate)
            {
                Advance();
                var now = _time.GetTimestamp();
                if (!_ends.TryGetValue(marker, out var end) || end <= now)
                {
                    _ends.Remove(marker);

                    // Kernels write the collision test back, whatever form of the request was used.
                    argument[4..8].Clear();
                    return 1;
                }

                if (_time.GetElapsedTime(start) >= KernelPatience)
                {
                    return TimedOut;
                }

                left = _time.GetElapsedTime(now, Math.Min(end, Glass.FirstEnd));
            }

            _block(left + TimeSpan.FromMilliseconds(1));
        }
    }

    private void Wake()
    {
        lock (_gate)
        {
            Advance();
        }
    }

    /// <summary>Starts queued updates whose region is free, in their order.</summary>
    private void Advance()
    {
        for (var i = 0; i < _queue.Count;)
        {
            var next = _queue[i];
            var isBlocked = _queue.Take(i).Any(q => !q.Sent.Area.Intersect(next.Sent.Area).IsEmpty);
            var isAll = next.Sent.Mode == 1 || next.Waveform == Waveform.Init;
            var begin = _time.GetTimestamp();
            if (!isBlocked && Glass.TryDrive(next.Sent.Area, next.Grey, next.Sent.Area.Width, next.Waveform, isAll))
            {
                _queue.RemoveAt(i);
                if (next.Sent.Marker != 0)
                {
                    _ends[next.Sent.Marker] = begin + Glass.Stamps(Glass.Drives()[^1].Duration);
                }
            }
            else
            {
                i++;
            }
        }

        if (_queue.Count > 0)
        {
            _wake.Change(_time.GetElapsedTime(_time.GetTimestamp(), Glass.FirstEnd) + TimeSpan.FromTicks(1), Timeout.InfiniteTimeSpan);
        }
    }

    private sealed record Update(SentUpdate Sent, Waveform Waveform, byte[] Grey);
}
