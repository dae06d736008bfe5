using Device.Core.Ink;
using Device.Hardware.Pen;
using Device.Lab.Input;

namespace Device.Lab.Pen;

/// <summary>The pen driver on devices of the kernel: what is written is what is read.</summary>
internal static class PenChecks
{
    public static IReadOnlyList<LabCheck> All =>
    [
        new("pen-reads-a-stroke-as-it-was-written", StrokeAsync),
        new("pen-turned-over-erases", EraserAsync),
        new("pen-that-leaves-ends-its-stroke", LeavesAsync),
        new("pen-that-is-near-when-opened-is-seen", NearAsync),
        new("pen-is-found-among-other-devices", FoundAsync),
        new("pen-belongs-to-one-program", GrabAsync),
        new("pen-unplugged-and-plugged-in-again", UnplugAsync),
        new("pen-plugged-in-again-goes-on-in-the-same-source", ReturnAsync),
        new("pen-plugged-in-after-the-start-is-read", LaterAsync),
        new("pen-latency-from-write-to-read", LatencyAsync),
    ];

    private static async Task<string> StrokeAsync(LabBench bench, CancellationToken ct)
    {
        using var device = await VirtualPen.PlugAsync(bench, ct);
        using var pen = EvdevPenSource.Open(VirtualPen.Options(device));
        var log = new PenLog(pen);
        var start = bench.Microseconds;
        device.Hover(1000, 2000);
        for (var i = 0; i < 200; i++)
        {
            device.Draw(1000 + (i * 73), 2000 + (i * 41), 200 + (i * 19), -4500 + (i * 31), 3000);

            // The kernel keeps some twenty reports; a pen's rate leaves the reader time, a loop does not.
            var x = 9.999 + (i * 0.73);
            _ = i % 5 == 4 ? await log.UntilAsync($"point {i}", s => s.X > x, ct) : default;
        }

        device.Leave();
        _ = await log.UntilAsync("the pen's leaving", s => s.Phase == PenPhase.Away, ct);
        var end = bench.Microseconds;
        Expect.Same("number of samples", 202, log.Samples.Count);
        Expect.Same("first phase", PenPhase.Hover, log.Samples[0].Phase);
        for (var i = 0; i < 200; i++)
        {
            var sample = log.Samples[i + 1];
            Expect.Same($"phase of point {i}", PenPhase.Contact, sample.Phase);
            Expect.Near($"x of point {i}", (1000 + (i * 73)) / 100.0, sample.X, 0.001);
            Expect.Near($"y of point {i}", (2000 + (i * 41)) / 100.0, sample.Y, 0.001);
            Expect.Near($"pressure of point {i}", (200 + (i * 19)) / 4095.0, sample.Pressure, 0.0001);
            Expect.Near($"tilt of point {i}", (-4500 + (i * 31)) / 100.0, sample.TiltX, 0.01);
            Expect.Near($"tilt along y of point {i}", 30, sample.TiltY, 0.01);
        }

        var stamps = log.Samples.Select(s => s.TimestampMicroseconds).ToArray();
        Expect.That(stamps.Zip(stamps.Skip(1)).All(p => p.First <= p.Second), "time stamps go back");
        Expect.That(stamps[0] >= start && stamps[^1] <= end, $"stamps {stamps[0]}..{stamps[^1]} do not lie in {start}..{end} of the monotonic clock");
        return $"202 reports, exact, in {(end - start) / 1000} ms";
    }

    private static async Task<string> EraserAsync(LabBench bench, CancellationToken ct)
    {
        using var device = await VirtualPen.PlugAsync(bench, ct);
        using var pen = EvdevPenSource.Open(VirtualPen.Options(device));
        var log = new PenLog(pen);
        device.Draw(100, 100, 2000);
        device.Draw(200, 100, 2000);
        device.Send(InputWord.Key(VirtualPen.ToolPen, false), InputWord.Key(VirtualPen.ToolRubber, true), InputWord.Axis(VirtualPen.X, 300));
        device.Send(InputWord.Axis(VirtualPen.X, 400));
        device.Leave();
        _ = await log.UntilAsync("the eraser's leaving", s => s.Phase == PenPhase.Away && s.Tool == PenTool.Eraser, ct);
        var told = string.Join(' ', log.Samples.Select(s => $"{s.Tool}-{s.Phase}"));
        Expect.Same("what was read", "Tip-Contact Tip-Contact Tip-Away Eraser-Contact Eraser-Contact Eraser-Away", told);
        return "one report that flips the pen ends the tip's stroke first";
    }

    private static async Task<string> LeavesAsync(LabBench bench, CancellationToken ct)
    {
        using var device = await VirtualPen.PlugAsync(bench, ct);
        using var pen = EvdevPenSource.Open(VirtualPen.Options(device));
        var log = new PenLog(pen);
        device.Draw(100, 100, 2000);

        // Neither BTN_TOUCH nor the pressure goes back, as digitisers do that lose sight of the pen.
        device.Send(InputWord.Key(VirtualPen.ToolPen, false));
        device.Send(InputWord.Key(VirtualPen.ToolPen, true), InputWord.Axis(VirtualPen.X, 5000));
        device.Hover(6000, 100);
        _ = await log.UntilAsync("hovering at 60 mm", s => s.X > 59.9f, ct);
        var told = string.Join(' ', log.Samples.Select(s => s.Phase));
        Expect.Same("what was read", "Contact Away Hover Hover", told);
        return "no line from where it left to where it came back";
    }

    private static async Task<string> NearAsync(LabBench bench, CancellationToken ct)
    {
        using var device = await VirtualPen.PlugAsync(bench, ct);
        device.Draw(3000, 4000, 1000);
        using var pen = EvdevPenSource.Open(VirtualPen.Options(device));
        var log = new PenLog(pen);
        var sample = await log.UntilAsync("the state at opening", s => s.Phase == PenPhase.Contact, ct);
        Expect.Near("x", 30, sample.X, 0.001);
        Expect.Near("y", 40, sample.Y, 0.001);
        device.Draw(3100, 4000, 1000);
        var next = await log.UntilAsync("the next report", s => s.X > 30.5f, ct);
        Expect.That(next.TimestampMicroseconds >= sample.TimestampMicroseconds, $"stamp {next.TimestampMicroseconds} after {sample.TimestampMicroseconds}");
        Expect.That(
            next.TimestampMicroseconds - sample.TimestampMicroseconds < 10_000_000,
            $"the state at opening is stamped {sample.TimestampMicroseconds}, the next report {next.TimestampMicroseconds}: the first point of the stroke would lie {(next.TimestampMicroseconds - sample.TimestampMicroseconds) / 1_000_000} s before the second");
        return "EVIOCGABS and EVIOCGKEY give position and contact";
    }

    private static async Task<string> FoundAsync(LabBench bench, CancellationToken ct)
    {
        using var keys = await UinputDevice.PlugAsync(bench, "lab keyboard", [30, 31, 116], [], ct);
        using var fingers = await UinputDevice.PlugAsync(
            bench, "lab touch", [0x145, VirtualPen.Touch], [new(0, 0, 1404), new(1, 0, 1872), new(0x2F, 0, 9), new(0x35, 0, 1404), new(0x36, 0, 1872), new(0x39, 0, 65535)], ct);
        using var device = await VirtualPen.PlugAsync(bench, ct);
        using var pen = EvdevPenSource.Open(VirtualPen.Options());
        device.Draw(1234, 100, 1000);
        _ = await new PenLog(pen).UntilAsync("the pen's sample", s => s.X is > 12.3f and < 12.4f, ct);
        return $"took {device.Path}, not {keys.Path} or {fingers.Path}";
    }

    private static async Task<string> GrabAsync(LabBench bench, CancellationToken ct)
    {
        using var device = await VirtualPen.PlugAsync(bench, ct);
        using var pen = EvdevPenSource.Open(VirtualPen.Options(device));
        var error = await Expect.ThrowsAsync<IOException>("opening it again", () =>
        {
            EvdevPenSource.Open(VirtualPen.Options(device)).Dispose();
            return Task.CompletedTask;
        });
        Expect.That(error.Message.Contains("errno 16", StringComparison.Ordinal), error.Message);
        pen.Dispose();
        EvdevPenSource.Open(VirtualPen.Options(device)).Dispose();
        return error.Message;
    }

    private static async Task<string> UnplugAsync(LabBench bench, CancellationToken ct)
    {
        var device = await VirtualPen.PlugAsync(bench, ct);
        var options = VirtualPen.Options(device);
        options.IsReopened = false;
        using (var pen = EvdevPenSource.Open(options))
        {
            var log = new PenLog(pen);
            device.Draw(100, 100, 2000);
            _ = await log.UntilAsync("contact", s => s.Phase == PenPhase.Contact, ct);
            device.Dispose();
            _ = await log.UntilAsync("the stroke's end", s => s.Phase == PenPhase.Away, ct);
            while (!log.IsOver)
            {
                await log.ReadAsync(ct);
            }
        }

        var missing = await Expect.ThrowsAsync<IOException>("opening an unplugged pen", () =>
        {
            EvdevPenSource.Open(VirtualPen.Options(device)).Dispose();
            return Task.CompletedTask;
        });
        Expect.That(missing.Message.Contains(device.Path, StringComparison.Ordinal), missing.Message);
        using var again = await VirtualPen.PlugAsync(bench, ct);
        using var second = EvdevPenSource.Open(VirtualPen.Options(again));
        again.Draw(700, 100, 2000);
        _ = await new PenLog(second).UntilAsync("a sample of the pen that was plugged in again", s => s.Phase == PenPhase.Contact, ct);
        return "the stroke ended, the source said so, the next one works";
    }

    private static async Task<string> ReturnAsync(LabBench bench, CancellationToken ct)
    {
        var device = await VirtualPen.PlugAsync(bench, ct);
        using var pen = EvdevPenSource.Open(VirtualPen.Options());
        var log = new PenLog(pen);
        device.Draw(100, 100, 2000);
        _ = await log.UntilAsync("contact", s => s.Phase == PenPhase.Contact, ct);
        device.Dispose();
        _ = await log.UntilAsync("the stroke's end", s => s.Phase == PenPhase.Away, ct);
        using var again = await VirtualPen.PlugAsync(bench, ct);
        var start = bench.Microseconds;
        again.Draw(7000, 100, 2000);
        _ = await log.UntilAsync("a sample of the pen that was plugged in again", s => s.X > 69, ct);
        return $"the same source goes on {(bench.Microseconds - start) / 1000} ms after the pen wrote again";
    }

    private static async Task<string> LaterAsync(LabBench bench, CancellationToken ct)
    {
        using var pen = EvdevPenSource.OpenOrAwait(VirtualPen.Options());
        Expect.That(pen.Trouble is not null, "a pen that is not there is no trouble");
        var trouble = pen.Trouble;
        var log = new PenLog(pen);
        using var device = await VirtualPen.PlugAsync(bench, ct);
        device.Draw(7000, 100, 2000);
        _ = await log.UntilAsync("a sample of the pen that was plugged in", s => s.X > 69, ct);
        Expect.That(pen.Trouble is null, $"the pen is read and in trouble: {pen.Trouble}");
        return $"waited for while '{trouble}'";
    }

    private static async Task<string> LatencyAsync(LabBench bench, CancellationToken ct)
    {
        using var device = await VirtualPen.PlugAsync(bench, ct);
        using var pen = EvdevPenSource.Open(VirtualPen.Options(device));
        var log = new PenLog(pen);
        var (whole, inKernel) = (new Figures(), new Figures());
        for (var i = 0; i < 400; i++)
        {
            var (x, start) = (1000 + (i * 7), bench.Microseconds);
            device.Draw(x, 500, 2000);
            var sample = await log.UntilAsync($"report {i}", s => Math.Abs(s.X - (x / 100f)) < 0.005f, ct);
            if (i >= 100)
            {
                whole.Add(bench.Microseconds - start);
                inKernel.Add(sample.TimestampMicroseconds - start);
            }

            log.Samples.Clear();
            await bench.WaitAsync(2, ct);
        }

        return $"write to read {whole}; write to the kernel's stamp {inKernel}";
    }
}
