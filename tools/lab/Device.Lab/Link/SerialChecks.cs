using Device.Hardware.Coprocessor;

namespace Device.Lab.Link;

/// <summary>Two serial ports (16550A) of the machine whose wires the emulator crosses: the line to a co-processor.</summary>
internal static class SerialChecks
{
    private const string Here = "/dev/ttyS0";
    private const string There = "/dev/ttyS1";

    public static IReadOnlyList<LabCheck> All =>
    [
        new("serial-carries-every-byte-unchanged", BytesAsync),
        new("serial-does-not-become-the-controlling-terminal", TerminalAsync),
        new("serial-read-is-cancelled", CancelAsync),
        new("serial-refuses-what-is-no-port", RefusalAsync),
    ];

    private static async Task<string> BytesAsync(LabBench bench, CancellationToken ct)
    {
        Need();

        // A settings program or a login on the port has left its marks: line editing, echo, software flow control.
        using (var stty = System.Diagnostics.Process.Start("stty", $"-F {Here} sane ixon ixoff icanon echo icrnl opost onlcr"))
        {
            await stty.WaitForExitAsync(ct);
        }

        await using var here = SerialPort.Open(new CoprocessorOptions { Device = Here });
        await using var there = SerialPort.Open(new CoprocessorOptions { Device = There });
        var bytes = Enumerable.Range(0, 2048).Select(i => (byte)(i * 7)).ToArray();
        foreach (var (from, to) in new[] { (here, there), (there, here) })
        {
            // A frame and then the next, as the link does it: there is no flow control.
            var found = new List<byte>();
            for (var at = 0; at < bytes.Length; at += 128)
            {
                await from.WriteAsync(bytes.AsMemory(at, 128), ct);
                found.AddRange(await ReadAsync(to, 128, ct));
            }

            var wrong = Enumerable.Range(0, bytes.Length).FirstOrDefault(i => found[i] != bytes[i], -1);
            Expect.That(wrong < 0, wrong < 0 ? "" : $"byte {wrong} is {found[wrong]:X2}, {bytes[wrong]:X2} expected");
        }

        return "2,048 bytes each way, XON, XOFF, carriage returns and breaks among them, on a port that was left with echo and flow control";
    }

    private static async Task<string> TerminalAsync(LabBench bench, CancellationToken ct)
    {
        Need();
        var before = await TerminalAsync(ct);
        Expect.That(before.Session == Environment.ProcessId, "the lab does not lead a session: nothing can be said");
        await using var port = SerialPort.Open(new CoprocessorOptions { Device = Here });
        var after = await TerminalAsync(ct);
        Expect.That(after.Terminal == 0, $"a service that leads a session has the port as its terminal after opening it (tty {after.Terminal}): a hang-up of the line would end the service");
        return "also for a process that leads a session, as a service does";
    }

    private static async Task<string> CancelAsync(LabBench bench, CancellationToken ct)
    {
        Need();
        await using var port = SerialPort.Open(new CoprocessorOptions { Device = Here });
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var reading = port.ReadAsync(new byte[16], cancel.Token).AsTask();
        await bench.WaitAsync(100, ct);
        var start = bench.Microseconds;
        await cancel.CancelAsync();
        _ = await Expect.ThrowsAsync<OperationCanceledException>("a cancelled read", () => reading);
        return $"{(bench.Microseconds - start) / 1000} ms after it was asked";
    }

    private static async Task<string> RefusalAsync(LabBench bench, CancellationToken ct)
    {
        var error = await Expect.ThrowsAsync<IOException>("a file as a port", () =>
        {
            SerialPort.Open(new CoprocessorOptions { Device = "/dev/null" }).Dispose();
            return Task.CompletedTask;
        });
        return error.Message;
    }

    private static async Task<byte[]> ReadAsync(Stream port, int length, CancellationToken ct)
    {
        var bytes = new byte[length];
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(TimeSpan.FromSeconds(60));
        var at = 0;
        try
        {
            while (at < length)
            {
                at += await port.ReadAsync(bytes.AsMemory(at), limit.Token);
            }
        }
        catch (OperationCanceledException)
        {
            throw new LabException($"{at} of {length} bytes of a frame arrived within a minute");
        }

        return bytes;
    }

    private static async Task<(int Session, int Terminal)> TerminalAsync(CancellationToken ct)
    {
        // After the name, which stands in brackets: state, parent, group, session, terminal.
        var text = await File.ReadAllTextAsync("/proc/self/stat", ct);
        var fields = text[(text.LastIndexOf(')') + 2)..].Split(' ');
        return (int.Parse(fields[3], System.Globalization.CultureInfo.InvariantCulture), int.Parse(fields[4], System.Globalization.CultureInfo.InvariantCulture));
    }

    private static void Need()
    {
        if (!File.Exists(There))
        {
            throw new LabSkipException($"this kernel has no {There}");
        }
    }
}
