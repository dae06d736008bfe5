using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Device.Lab.Input;

/// <summary>An input device that the lab plugs in through /dev/uinput, and unplugs when disposed. One thread.</summary>
/// <remarks>Protocol: linux/uinput.h, version 5 (UI_DEV_SETUP and UI_ABS_SETUP).</remarks>
internal sealed class UinputDevice : IDisposable
{
    private const nuint SetEventType = 0x4004_5564;
    private const nuint SetKey = 0x4004_5565;
    private const nuint SetAxis = 0x4004_5567;
    private const nuint SetSwitch = 0x4004_556D;
    private const nuint SetLed = 0x4004_5569;
    private const nuint SetProperty = 0x4004_556E;
    private const nuint Setup = 0x405C_5503;
    private const nuint SetupAxis = 0x401C_5504;
    private const nuint Create = 0x5501;
    private const nuint Destroy = 0x5502;
    private const nuint SystemName = 0x8040_552C;
    private const int EventBytes = 24;

    private readonly SafeFileHandle _file;
    private readonly byte[] _bytes = new byte[64 * EventBytes];
    private bool _isDisposed;

    private UinputDevice(SafeFileHandle file) => _file = file;

    /// <summary>The device file of what was plugged in.</summary>
    public string Path { get; private set; } = "";

    /// <summary>The kernel's name of it, such as input3.</summary>
    public string Name { get; private set; } = "";

    /// <summary>Plugs a device in.</summary>
    public static async Task<UinputDevice> PlugAsync(
        LabBench bench, string name, ushort[] keys, InputAxis[] axes, CancellationToken cancellationToken, ushort[]? switches = null, ushort[]? properties = null, ushort[]? leds = null)
    {
        var device = new UinputDevice(InputNative.Open("/dev/uinput"));
        try
        {
            device.Bits(5, SetSwitch, switches ?? []);
            device.Bits(0x11, SetLed, leds ?? []);
            device.Describe(name, keys, axes, properties ?? []);
            await device.FindAsync(bench, cancellationToken);
            return device;
        }
        catch
        {
            device.Dispose();
            throw;
        }
    }

    /// <summary>Sends events; a report's end is sent too, as the last.</summary>
    public void Send(params ReadOnlySpan<InputWord> words)
    {
        Array.Clear(_bytes);
        for (var i = 0; i < words.Length; i++)
        {
            Put(i, words[i]);
        }

        Put(words.Length, InputWord.Report);
        InputNative.Check("write to uinput", InputNative.Write(_file, in _bytes[0], (words.Length + 1) * EventBytes));
    }

    /// <summary>Unplugs it.</summary>
    public void Dispose()
    {
        if (!_isDisposed)
        {
            _isDisposed = true;
            _ = InputNative.Ioctl(_file, Destroy, 0);
            _file.Dispose();
        }
    }

    private void Put(int index, InputWord word)
    {
        // The kernel puts its own time stamp in.
        var at = _bytes.AsSpan(index * EventBytes, EventBytes);
        BinaryPrimitives.WriteUInt16LittleEndian(at[16..], word.Type);
        BinaryPrimitives.WriteUInt16LittleEndian(at[18..], word.Code);
        BinaryPrimitives.WriteInt32LittleEndian(at[20..], word.Value);
    }

    private void Describe(string name, ushort[] keys, InputAxis[] axes, ushort[] properties)
    {
        Bits(1, SetKey, keys);
        Bits(3, SetAxis, [.. axes.Select(a => a.Code)]);
        foreach (var property in properties)
        {
            InputNative.Check("UI_SET_PROPBIT", InputNative.Ioctl(_file, SetProperty, property));
        }

        Span<byte> axis = stackalloc byte[28];
        foreach (var one in axes)
        {
            axis.Clear();
            BinaryPrimitives.WriteUInt16LittleEndian(axis, one.Code);
            BinaryPrimitives.WriteInt32LittleEndian(axis[8..], one.Minimum);
            BinaryPrimitives.WriteInt32LittleEndian(axis[12..], one.Maximum);
            BinaryPrimitives.WriteInt32LittleEndian(axis[24..], one.Resolution);
            InputNative.Check("UI_ABS_SETUP", InputNative.Ioctl(_file, SetupAxis, ref MemoryMarshal.GetReference(axis)));
        }

        Span<byte> setup = stackalloc byte[92];
        setup.Clear();
        BinaryPrimitives.WriteUInt16LittleEndian(setup, 0x18);
        BinaryPrimitives.WriteUInt16LittleEndian(setup[2..], 0x1209);
        Encoding.ASCII.GetBytes(name, setup[8..87]);
        InputNative.Check("UI_DEV_SETUP", InputNative.Ioctl(_file, Setup, ref MemoryMarshal.GetReference(setup)));
        InputNative.Check("UI_DEV_CREATE", InputNative.Ioctl(_file, Create, 0));
    }

    private void Bits(nint type, nuint request, ushort[] codes)
    {
        if (codes.Length > 0)
        {
            InputNative.Check("UI_SET_EVBIT", InputNative.Ioctl(_file, SetEventType, type));
        }

        foreach (var code in codes)
        {
            InputNative.Check("uinput bit", InputNative.Ioctl(_file, request, code));
        }
    }

    private async Task FindAsync(LabBench bench, CancellationToken cancellationToken)
    {
        var bytes = new byte[64];
        InputNative.Check("UI_GET_SYSNAME", InputNative.Ioctl(_file, SystemName, ref bytes[0]));
        Name = Encoding.ASCII.GetString(bytes).TrimEnd('\0');
        Path = await EventFiles.FindAsync(bench, "/sys/devices/virtual/input/" + Name, cancellationToken);
    }
}
