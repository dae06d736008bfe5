using Device.Core.Ink;
using Device.Hardware.Pen;

namespace Device.Lab.Pen;

/// <summary>What becomes of ink when the reader is too late for the kernel's buffer.</summary>
internal static class PenLossChecks
{
    private const int Reports = 1500;

    public static IReadOnlyList<LabCheck> All =>
    [
        new("pen-events-lost-break-the-stroke", DroppedAsync),
        new("pen-lifted-while-events-were-lost-stays-lifted", LiftedAsync),
    ];

    private static async Task<string> DroppedAsync(LabBench bench, CancellationToken ct)
    {
        using var device = await VirtualPen.PlugAsync(bench, ct);
        var options = VirtualPen.Options(device);
        options.QueueCapacity = 64;
        using var pen = EvdevPenSource.Open(options);
        var log = new PenLog(pen);

        // Nobody reads: the queue fills, the driver's thread waits, and the kernel's buffer runs over.
        for (var i = 0; i < Reports; i++)
        {
            device.Draw(100 + (i * 10), 100 + (i % 2), 2000 + (i % 2));
        }

        var last = (100 + ((Reports - 1) * 10)) / 100f;
        _ = await log.UntilAsync("the last position that was written", s => Math.Abs(s.X - last) < 0.001f, ct);
        device.Draw(18000, 100, 2000);
        _ = await log.UntilAsync("the report after", s => s.X > 179.9f, ct);
        Expect.That(pen.Drops > 0, "the kernel lost nothing: its buffer is larger than thought");

        var strokes = Strokes(log.Samples);
        Expect.That(strokes.Count >= 2, $"{strokes.Count} stroke: the gap was joined by a line");
        var xs = log.Samples.Where(s => s.Phase == PenPhase.Contact).Select(s => s.X).ToArray();
        for (var i = 1; i < xs.Length; i++)
        {
            Expect.That(xs[i] >= xs[i - 1], $"the pen only moved right, but point {i} of {xs.Length} is {xs[i]} mm after {xs[i - 1]} mm: the state after the loss came before older events");
        }

        foreach (var stroke in strokes)
        {
            var widest = stroke.Zip(stroke.Skip(1)).Select(p => p.Second.X - p.First.X).DefaultIfEmpty().Max();
            Expect.That(widest < 50, $"a stroke jumps {widest} mm");
        }

        return $"{pen.Drops} losses, {strokes.Count} strokes, {xs.Length} of {Reports + 1} points kept, in order";
    }

    private static async Task<string> LiftedAsync(LabBench bench, CancellationToken ct)
    {
        using var device = await VirtualPen.PlugAsync(bench, ct);
        var options = VirtualPen.Options(device);
        options.QueueCapacity = 64;
        using var pen = EvdevPenSource.Open(options);
        var log = new PenLog(pen);
        for (var i = 0; i < Reports; i++)
        {
            device.Draw(100 + (i * 10), 100 + (i % 2), 2000 + (i % 2));
        }

        device.Leave();
        for (var i = 0; i < 40; i++)
        {
            device.Hover(200 + (i * 10), 9000);
        }

        _ = await log.UntilAsync("hovering where the pen is now", s => s.Phase == PenPhase.Hover && Math.Abs(s.Y - 90) < 0.01f && Math.Abs(s.X - 5.9f) < 0.001f, ct);
        var wrong = log.Samples.FindIndex(s => s.Phase == PenPhase.Contact && s.Y > 2);
        Expect.That(wrong < 0, $"ink at {(wrong < 0 ? default : log.Samples[wrong])}, where the pen only hovered");
        device.Draw(7000, 9000, 1000);
        _ = await log.UntilAsync("contact after that", s => s.Phase == PenPhase.Contact && s.Y > 80, ct);
        return $"{pen.Drops} losses, no ink where there was none";
    }

    private static List<List<PenSample>> Strokes(List<PenSample> samples)
    {
        var strokes = new List<List<PenSample>>();
        var isOpen = false;
        foreach (var sample in samples)
        {
            if (sample.Phase == PenPhase.Contact)
            {
                if (!isOpen)
                {
                    strokes.Add([]);
                }

                strokes[^1].Add(sample);
            }

            isOpen = sample.Phase == PenPhase.Contact;
        }

        return strokes;
    }
}
