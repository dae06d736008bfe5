using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Device.Lab.Input;

/// <summary>A HID device that the lab plugs in through /dev/uhid: its reports go through the kernel's own HID drivers.</summary>
/// <remarks>Protocol: linux/uhid.h (UHID_CREATE2, UHID_INPUT2, UHID_GET_REPORT).</remarks>
internal sealed class UhidDevice : IDisposable
{
    private const int EventBytes = 4380;
    private const uint Destroy = 1;
    private const uint GetReport = 9;
    private const uint GetReportReply = 10;
    private const uint Create2 = 11;
    private const uint Input2 = 12;
    private const ushort UsbBus = 3;
    private const int Vendor = 0x1209;

    private readonly SafeFileHandle _file;
    private readonly Func<byte[]> _report;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _answering;

    private UhidDevice(SafeFileHandle file, Func<byte[]> report)
    {
        (_file, _report) = (file, report);
        _answering = Task.Run(Answer);
    }

    /// <summary>The event device that the kernel made of it.</summary>
    public string Path { get; private set; } = "";

    /// <summary>The folder below /sys/bus/hid/devices.</summary>
    public string Folder { get; private set; } = "";

    /// <summary>Plugs a device in.</summary>
    /// <param name="bench">Waits.</param>
    /// <param name="name">Its name.</param>
    /// <param name="product">Its USB product number, by which it is found again.</param>
    /// <param name="descriptor">Its report descriptor.</param>
    /// <param name="report">Its present report, for a kernel that asks.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public static async Task<UhidDevice> PlugAsync(
        LabBench bench, string name, ushort product, byte[] descriptor, Func<byte[]> report, CancellationToken cancellationToken)
    {
        var device = new UhidDevice(InputNative.Open("/dev/uhid"), report);
        try
        {
            var bytes = new byte[EventBytes];
            BinaryPrimitives.WriteUInt32LittleEndian(bytes, Create2);
            Encoding.ASCII.GetBytes(name, bytes.AsSpan(4));
            BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(260), (ushort)descriptor.Length);
            BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(262), UsbBus);
            BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(264), Vendor);
            BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(268), product);
            descriptor.CopyTo(bytes.AsSpan(280));
            InputNative.Check("UHID_CREATE2", InputNative.Write(device._file, in bytes[0], bytes.Length));
            string? folder = null;
            await bench.UntilAsync(
                $"the HID device {name}",
                () => (folder = Directory.GetDirectories("/sys/bus/hid/devices", $"{UsbBus:X4}:{Vendor:X4}:{product:X4}.*").FirstOrDefault()) is not null
                    && Directory.Exists(System.IO.Path.Combine(folder, "input")),
                cancellationToken);
            device.Folder = folder!;
            device.Path = await EventFiles.FindAsync(bench, Directory.GetDirectories(System.IO.Path.Combine(folder!, "input"))[0], cancellationToken);
            return device;
        }
        catch
        {
            device.Dispose();
            throw;
        }
    }

    /// <summary>Sends a report.</summary>
    public void Send(ReadOnlySpan<byte> report)
    {
        Span<byte> bytes = stackalloc byte[6 + report.Length];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, Input2);
        BinaryPrimitives.WriteUInt16LittleEndian(bytes[4..], (ushort)report.Length);
        report.CopyTo(bytes[6..]);
        InputNative.Check("UHID_INPUT2", InputNative.Write(_file, in MemoryMarshal.GetReference(bytes), bytes.Length));
    }

    /// <summary>Unplugs it.</summary>
    public void Dispose()
    {
        if (_stop.IsCancellationRequested)
        {
            return;
        }

        _stop.Cancel();
        _answering.GetAwaiter().GetResult();
        var bytes = BitConverter.GetBytes(Destroy);
        _ = InputNative.Write(_file, in bytes[0], bytes.Length);
        _file.Dispose();
        _stop.Dispose();
    }

    /// <summary>The kernel waits five seconds for an answer to each question, and then does without the battery.</summary>
    private void Answer()
    {
        var bytes = new byte[EventBytes];
        while (!_stop.IsCancellationRequested)
        {
            if (!InputNative.IsReadable(_file, 50) || InputNative.Read(_file, ref bytes[0], bytes.Length) < 4
                || BinaryPrimitives.ReadUInt32LittleEndian(bytes) != GetReport)
            {
                continue;
            }

            var report = _report();
            var answer = new byte[12 + report.Length];
            BinaryPrimitives.WriteUInt32LittleEndian(answer, GetReportReply);
            bytes.AsSpan(4, 4).CopyTo(answer.AsSpan(4));
            BinaryPrimitives.WriteUInt16LittleEndian(answer.AsSpan(10), (ushort)report.Length);
            report.CopyTo(answer.AsSpan(12));
            _ = InputNative.Write(_file, in answer[0], answer.Length);
        }
    }
}
