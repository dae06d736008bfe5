using System.Buffers.Binary;
using Device.Core.Ink;
using Device.Core.Power;
using Device.Hardware.Battery.PowerSupply;
using Device.Hardware.Pen;
using Device.Lab.Input;

namespace Device.Lab.Pen;

/// <summary>A pen as USB and I2C digitisers are: HID reports that the kernel's own driver turns into events, units and a battery.</summary>
internal static class HidPenChecks
{
    private const byte Tip = 1;
    private const byte Invert = 4;
    private const byte Eraser = 8;
    private const byte InRange = 16;
    private const ushort Product = 0x1AB1;

    /// <summary>Pen: tip, barrel, invert, eraser, in range; x and y in hundredths of a millimetre, pressure, tilt in hundredths of a degree, battery.</summary>
    private static readonly byte[] Descriptor =
    [
        0x05, 0x0D, 0x09, 0x02, 0xA1, 0x01, 0x09, 0x20, 0xA1, 0x00,
        0x09, 0x42, 0x09, 0x44, 0x09, 0x3C, 0x09, 0x45, 0x09, 0x32, 0x15, 0x00, 0x25, 0x01, 0x75, 0x01, 0x95, 0x05, 0x81, 0x02,
        0x95, 0x03, 0x81, 0x03,
        0x05, 0x01, 0x75, 0x10, 0x95, 0x01, 0xA4, 0x55, 0x0E, 0x65, 0x11,
        0x35, 0x00, 0x46, 0x30, 0x08, 0x26, 0xE6, 0x51, 0x09, 0x30, 0x81, 0x02,
        0x46, 0x24, 0x06, 0x26, 0x6D, 0x3D, 0x09, 0x31, 0x81, 0x02, 0xB4,
        0x05, 0x0D, 0x09, 0x30, 0x26, 0xFF, 0x0F, 0x81, 0x02,
        0xA4, 0x65, 0x14, 0x55, 0x00, 0x35, 0xA6, 0x45, 0x5A, 0x16, 0xD8, 0xDC, 0x26, 0x28, 0x23, 0x09, 0x3D, 0x81, 0x02, 0x09, 0x3E, 0x81, 0x02, 0xB4,
        0x75, 0x08, 0x15, 0x00, 0x25, 0x64, 0x09, 0x3B, 0x81, 0x02,
        0xC0, 0xC0,
    ];

    public static IReadOnlyList<LabCheck> All =>
    [
        new("pen-of-a-usb-digitiser-writes-and-erases", WritesAsync),
        new("pen-battery-is-not-taken-for-the-machines", BatteryAsync),
    ];

    private static async Task<string> WritesAsync(LabBench bench, CancellationToken ct)
    {
        using var device = await PlugAsync(bench, ct);
        using var pen = EvdevPenSource.Open(VirtualPen.Options());
        var log = new PenLog(pen);
        device.Send(Report(InRange, 1000, 2000, 0, 0, 0));
        for (var i = 0; i < 20; i++)
        {
            device.Send(Report(InRange | Tip, 1000 + (i * 100), 2000, 1000 + i, 3000, -1500));
            var x = 9.99f + i;
            _ = await log.UntilAsync($"point {i}", s => s.Phase == PenPhase.Contact && s.X > x, ct);
        }

        device.Send(Report(0, 3000, 2000, 0, 0, 0));
        _ = await log.UntilAsync("the pen's leaving", s => s.Phase == PenPhase.Away, ct);
        device.Send(Report(InRange | Invert, 5000, 2000, 0, 0, 0));
        device.Send(Report(InRange | Invert | Eraser, 5100, 2000, 1500, 0, 0));
        _ = await log.UntilAsync("the eraser's touch", s => s.Tool == PenTool.Eraser && s.Phase == PenPhase.Contact, ct);
        device.Send(Report(0, 5100, 2000, 0, 0, 0));
        _ = await log.UntilAsync("the eraser's leaving", s => s.Tool == PenTool.Eraser && s.Phase == PenPhase.Away, ct);

        var touches = log.Samples.Where(s => s.Tool == PenTool.Tip && s.Phase == PenPhase.Contact).ToArray();
        Expect.Same("points of the tip", 20, touches.Length);
        Expect.Near("x", 29, touches[^1].X, 0.01);
        Expect.Near("y", 20, touches[^1].Y, 0.01);
        Expect.Near("pressure", 1019 / 4095.0, touches[^1].Pressure, 0.0005);
        Expect.Near("tilt along x, in degrees by the kernel's resolution", 30, touches[^1].TiltX, 0.1);
        Expect.Near("tilt along y", -15, touches[^1].TiltY, 0.1);
        return $"20 points and the eraser; a tilt of 30 degrees is read as {touches[^1].TiltX:0.00}";
    }

    private static async Task<string> BatteryAsync(LabBench bench, CancellationToken ct)
    {
        using var device = await PlugAsync(bench, ct);
        const string folder = "/sys/class/power_supply";
        await bench.UntilAsync("the pen's battery", () => Directory.Exists(folder) && Directory.GetDirectories(folder).Length > 0, ct);
        var name = Path.GetFileName(Directory.GetDirectories(folder)[0]);
        device.Send(Report(InRange, 1000, 2000, 0, 0, 0, 63));
        var battery = new PowerSupplyBattery(new PowerSupplyOptions { Battery = name });
        BatteryState state = default;
        for (var i = 0; i < 50 && state.Level is not 63; i++)
        {
            await bench.WaitAsync(50, ct);
            state = await battery.ReadAsync(ct);
        }

        Expect.Near("level", 63, state.Level ?? -1, 0);
        Expect.Same("charge", ChargeState.Discharging, state.Charge);
        var error = await Expect.ThrowsAsync<IOException>("the machine's battery", async () => await new PowerSupplyBattery(new PowerSupplyOptions()).ReadAsync(ct));
        return $"{name}: 63 %; {error.Message}";
    }

    private static Task<UhidDevice> PlugAsync(LabBench bench, CancellationToken ct) =>
        UhidDevice.PlugAsync(bench, "lab digitiser", Product, Descriptor, () => Report(0, 0, 0, 0, 0, 0, 80), ct);

    private static byte[] Report(byte switches, int x, int y, int pressure, int tiltX, int tiltY, byte battery = 80)
    {
        var bytes = new byte[12];
        bytes[0] = switches;
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(1), (ushort)x);
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(3), (ushort)y);
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(5), (ushort)pressure);
        BinaryPrimitives.WriteInt16LittleEndian(bytes.AsSpan(7), (short)tiltX);
        BinaryPrimitives.WriteInt16LittleEndian(bytes.AsSpan(9), (short)tiltY);
        bytes[11] = battery;
        return bytes;
    }
}
