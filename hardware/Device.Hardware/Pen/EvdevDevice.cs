using System.Runtime.InteropServices;
using Device.Core.Ink;
using Device.Hardware.Buttons;
using Microsoft.Win32.SafeHandles;

namespace Device.Hardware.Pen;

/// <summary>An open /dev/input/event* file: its ranges, its present state, its settings.</summary>
internal sealed partial class EvdevDevice : IDisposable
{
    private const string Folder = "/dev/input";
    private const int KeyBytes = 96;
    private const int MostAxis = 0x3F;

    private EvdevDevice(string path, SafeFileHandle file)
    {
        Path = path;
        File = file;
    }

    public string Path { get; }

    public SafeFileHandle File { get; }

    /// <summary>Whether it has a pen tool and a position.</summary>
    public bool IsPen => HasCode(EvdevCode.Key, EvdevCode.ToolPen) && HasCode(EvdevCode.Abs, EvdevCode.AbsX);

    /// <summary>Opens a device for reading.</summary>
    /// <exception cref="IOException">It cannot be opened.</exception>
    public static EvdevDevice Open(string path)
    {
        if (!OperatingSystem.IsLinux() || !BitConverter.IsLittleEndian)
        {
            throw new PlatformNotSupportedException("Input devices are read on little-endian Linux.");
        }

        return new EvdevDevice(path, System.IO.File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
    }

    /// <summary>Opens the device of a path, or the one that is found where the path is empty.</summary>
    /// <exception cref="IOException">It cannot be opened.</exception>
    public static EvdevDevice Open(string path, Func<EvdevDevice> find) => path.Length > 0 ? Open(path) : find();

    /// <summary>Opens the first device that has a pen tool and a position.</summary>
    /// <exception cref="IOException">There is none, or none that may be opened.</exception>
    public static EvdevDevice OpenFirstPen() => OpenFirst("pen", d => d.IsPen);

    private static EvdevDevice OpenFirst(string what, Func<EvdevDevice, bool> isWanted)
    {
        var paths = Directory.Exists(Folder) ? Directory.GetFiles(Folder, "event*") : [];
        Array.Sort(paths, StringComparer.Ordinal);
        foreach (var path in paths)
        {
            EvdevDevice device;
            try
            {
                device = Open(path);
            }
            catch (Exception e) when (e is UnauthorizedAccessException or IOException)
            {
                // A keyboard this user may not read, or a device unplugged since it was listed: neither is meant.
                continue;
            }

            if (isWanted(device))
            {
                return device;
            }

            device.Dispose();
        }

        throw new IOException($"No {what} among {paths.Length} input devices in {Folder} that this user may open.");
    }

    /// <summary>Asks a device that was just opened what it can report, and takes it into use; closes it when it is none that can be used.</summary>
    /// <param name="isExclusive">Whether its events are kept from every other program.</param>
    /// <param name="describe">Asks.</param>
    /// <exception cref="IOException">It lacks what is asked for, or another program has grabbed it.</exception>
    public T Use<T>(bool isExclusive, Func<EvdevDevice, T> describe)
    {
        try
        {
            var described = describe(this);
            UseMonotonicClock();
            if (isExclusive)
            {
                Grab();
            }

            return described;
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>What the digitiser can report.</summary>
    /// <exception cref="IOException">It has no position axes.</exception>
    public PenRanges ReadRanges()
    {
        var ranges = new PenRanges(
            ReadRange(EvdevCode.AbsX),
            ReadRange(EvdevCode.AbsY),
            ReadRange(EvdevCode.AbsPressure),
            ReadRange(EvdevCode.AbsTiltX),
            ReadRange(EvdevCode.AbsTiltY),
            HasCode(EvdevCode.Key, EvdevCode.ToolPen));
        return ranges.X.IsPresent && ranges.Y.IsPresent ? ranges : throw new IOException($"{Path} has no position axes: it is no pen.");
    }

    /// <summary>The digitiser's whole state now.</summary>
    public PenSnapshot ReadSnapshot()
    {
        Span<byte> keys = stackalloc byte[KeyBytes];
        keys.Clear();
        _ = EvdevNative.IoctlBits(File, EvdevNative.GetKeys(KeyBytes), ref keys[0]);
        return new PenSnapshot(
            ReadAxis(EvdevCode.AbsX).Value,
            ReadAxis(EvdevCode.AbsY).Value,
            ReadAxis(EvdevCode.AbsPressure).Value,
            ReadAxis(EvdevCode.AbsTiltX).Value,
            ReadAxis(EvdevCode.AbsTiltY).Value,
            IsSet(keys, EvdevCode.ToolPen),
            IsSet(keys, EvdevCode.ToolRubber),
            IsSet(keys, EvdevCode.Touch),
            (IsSet(keys, EvdevCode.Stylus) ? PenButtons.First : 0)
                | (IsSet(keys, EvdevCode.Stylus2) ? PenButtons.Second : 0)
                | (IsSet(keys, EvdevCode.Stylus3) ? PenButtons.Third : 0));
    }

    /// <summary>Every key and switch now.</summary>
    public EvdevKeyState ReadKeyState()
    {
        var state = EvdevKeyState.Rest();
        _ = EvdevNative.IoctlBits(File, EvdevNative.GetKeys(state.Keys.Length), ref state.Keys[0]);
        _ = EvdevNative.IoctlBits(File, EvdevNative.GetSwitches(state.Switches.Length), ref state.Switches[0]);
        return state;
    }

    /// <summary>A bit per key that the device has.</summary>
    public byte[] ReadKeyBits() => ReadBits(EvdevCode.Key, EvdevKeyMap.KeyCount);

    /// <summary>A bit per switch that the device has.</summary>
    public byte[] ReadSwitchBits() => ReadBits(EvdevCode.Switch, EvdevKeyMap.SwitchCount);

    /// <summary>Every axis and key that it has, and where each stands.</summary>
    public (IReadOnlyDictionary<int, EvdevAxis> Axes, IReadOnlyDictionary<int, bool> Keys) Describe()
    {
        var (axes, keys) = (new Dictionary<int, EvdevAxis>(), new Dictionary<int, bool>());
        for (ushort code = 0; code <= MostAxis; code++)
        {
            if (HasCode(EvdevCode.Abs, code))
            {
                var info = ReadAxis(code);
                axes[code] = new EvdevAxis(new AxisRange(info.Minimum, info.Maximum, info.Resolution), info.Value);
            }
        }

        var (has, down) = (ReadKeyBits(), ReadKeyState().Keys);
        for (ushort code = 0; code < EvdevKeyMap.KeyCount; code++)
        {
            if (IsSet(has, code))
            {
                keys[code] = IsSet(down, code);
            }
        }

        return (axes, keys);
    }

    /// <summary>Time stamps from the monotonic clock, as latency can only be measured against that.</summary>
    /// <exception cref="IOException">The kernel refuses.</exception>
    public void UseMonotonicClock()
    {
        if (EvdevNative.IoctlPointer(File, EvdevNative.SetClockId, EvdevNative.ClockMonotonic) != 0)
        {
            throw Failure("set the clock of");
        }
    }

    /// <summary>Keeps the device's events from every other program.</summary>
    /// <exception cref="IOException">Another program has grabbed it.</exception>
    public void Grab()
    {
        if (EvdevNative.IoctlNumber(File, EvdevNative.Grab, 1) != 0)
        {
            throw Failure("grab");
        }
    }

    public void Dispose() => File.Dispose();

    private static bool IsSet(ReadOnlySpan<byte> bits, ushort code) => (bits[code / 8] & (1 << (code % 8))) != 0;

    private byte[] ReadBits(ushort type, int codes)
    {
        var bits = new byte[codes / 8];
        _ = EvdevNative.IoctlBits(File, EvdevNative.GetBits(type, bits.Length), ref bits[0]);
        return bits;
    }

    private bool HasCode(ushort type, ushort code)
    {
        Span<byte> bits = stackalloc byte[KeyBytes];
        bits.Clear();
        return EvdevNative.IoctlBits(File, EvdevNative.GetBits(type, KeyBytes), ref bits[0]) >= 0 && IsSet(bits, code);
    }

    private AxisRange ReadRange(ushort axis)
    {
        if (!HasCode(EvdevCode.Abs, axis))
        {
            return default;
        }

        var info = ReadAxis(axis);
        return new AxisRange(info.Minimum, info.Maximum, info.Resolution);
    }

    private EvdevNative.AbsInfo ReadAxis(ushort axis) =>
        EvdevNative.IoctlAbs(File, EvdevNative.GetAbs(axis), out var info) == 0 ? info : default;

    private IOException Failure(string what) =>
        new($"Cannot {what} {Path}: {Marshal.GetLastPInvokeErrorMessage()} (errno {Marshal.GetLastPInvokeError()})");
}
