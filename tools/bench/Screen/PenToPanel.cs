using System.Diagnostics;
using Device.Core.Ink;
using Device.Core.Notebook;
using Device.Core.Screen;
using Device.Hardware.Panels.It8951;
using Device.Hardware.Pen;
using Device.Hardware.Simulated.Panel;
using Device.Hardware.Simulated.Panels.It8951;
using Device.Hardware.Simulated.Pen;
using Device.Screen.Drawing;
using Device.Screen.Latency;
using Device.Screen.Layout;
using Device.Screen.Model;
using Device.Screen.Refresh;

namespace Device.Bench.Screen;

/// <summary>
/// A pen that writes at 200 Hz in real time, through the echo to a panel: the simulated one, and the driver of an IT8951 on the
/// emulated chip, with a core's worth of other work beside it.
/// </summary>
internal sealed class PenToPanel(IPanel panel, int seconds, bool isBusy)
{
    private const int Rate = 200;

    private static readonly TimeSpan Report = TimeSpan.FromSeconds(1.0 / Rate);

    private readonly TimeProvider _time = TimeProvider.System;

    /// <summary>Measures both panels, calm and busy, and allocation.</summary>
    /// <param name="seconds">How long each pen writes.</param>
    /// <returns>The figures.</returns>
    public static IEnumerable<Figure> Measure(int seconds)
    {
        var time = TimeProvider.System;
        var notebook = new PanelCapabilities(1404, 1872, 227, 16, true);
        foreach (var isBusy in new[] { false, true })
        {
            var load = isBusy ? ", both cores busy" : "";
            using var simulated = new Closing(new SimulatedPanel(notebook, time));
            foreach (var figure in new PenToPanel(simulated.Panel, seconds, isBusy).Run("simulated panel" + load, budget: 5_000))
            {
                yield return figure;
            }

            using var real = new Closing(It8951(time));
            foreach (var figure in new PenToPanel(real.Panel, seconds, isBusy).Run("IT8951, emulated" + load, budget: null))
            {
                yield return figure;
            }
        }

        using var immediate = new Closing(new TakingPanel(notebook));
        yield return new Figure("live ink: allocated per sample", new PenToPanel(immediate.Panel, 0, false).Allocated(), "bytes", 0);
    }

    private static It8951Panel It8951(TimeProvider time)
    {
        var chip = new It8951Chip(time, new It8951ChipOptions { BusyTime = 0, BootTime = 0, Strictness = It8951Strictness.Lenient });
        var options = new It8951Options { Vcom = -1.53, OverlapInk = true };
        return new It8951Panel(
            new PanelCapabilities(1872, 1404, 227, 16, true), chip.CreateSpi(options.CommandClock), chip.CreateSpi(options.PixelClock), options, chip.Gpio, true, time);
    }

    private IEnumerable<Figure> Run(string name, double? budget)
    {
        using var composer = Start(out var refresher, out var echo, out var layout);
        using var stop = new CancellationTokenSource();
        var sending = refresher.RunAsync(_ => { }, stop.Token);
        using var pen = new SimulatedPen(new SimulatedPenOptions { IsTimed = true });
        var reader = new Thread(() => Echo(pen, echo, layout)) { IsBackground = true, Name = "ink" };
        refresher.Trace.Clear();
        reader.Start();
        var work = isBusy ? Enumerable.Range(0, Environment.ProcessorCount).Select(_ => Task.Run(() => Burn(stop.Token))).ToArray() : [];
        Write(pen);
        pen.Complete();
        reader.Join();
        stop.Cancel();
        Task.WhenAll(work).GetAwaiter().GetResult();
        ((Task)sending.ContinueWith(_ => { }, TaskScheduler.Default)).GetAwaiter().GetResult();

        var (echoed, total) = (refresher.Trace[InkStage.Echo], refresher.Trace[InkStage.Total]);
        yield return new Figure($"{name}: read to driver, p50 of {echoed.Count}", echoed.P50, "us");
        yield return new Figure($"{name}: read to driver, p99", echoed.P99, "us", budget);
        yield return new Figure($"{name}: pen to panel's bus, p99", total.P99, "us");
    }

    private PageComposer Start(out ScreenRefresher refresher, out InkEcho echo, out ScreenLayout layout)
    {
        layout = new ScreenLayout(panel.Capabilities);
        var composer = new PageComposer(layout, null, ScreenWords.English);
        refresher = new ScreenRefresher(panel, composer, _time);
        echo = refresher.CreateEcho();
        var page = new PageView(new FactId(DeviceId.Parse("bench/one"), 1, 1), PageTemplate.Blank, layout.PageWidth, layout.PageHeight, 10, [], []);
        refresher.RefreshAsync(new ScreenModel(page, null, StatusBar.Empty), CancellationToken.None).AsTask().GetAwaiter().GetResult();
        panel.WaitUntilSettledAsync(CancellationToken.None).AsTask().GetAwaiter().GetResult();
        return composer;
    }

    /// <summary>What the service's pen thread does.</summary>
    private void Echo(SimulatedPen pen, InkEcho echo, ScreenLayout layout)
    {
        UrgentThread.TryRaise();
        var buffer = new PenSample[256];
        int count;
        while ((count = ((IPenSource)pen).Read(buffer, CancellationToken.None)) > 0)
        {
            var samples = buffer.AsSpan(0, count);
            var read = _time.GetTimestamp();
            var oldest = samples[0].TimestampMicroseconds * (_time.TimestampFrequency / 1_000_000);
            Map(samples, layout);
            var sent = echo.DrawAsync(samples, new PenMoment(oldest, read, _time.GetTimestamp()), CancellationToken.None);
            if (sent.IsCompleted)
            {
                sent.GetAwaiter().GetResult();
            }
            else
            {
                _ = sent.AsTask();
            }
        }
    }

    private static void Map(Span<PenSample> samples, ScreenLayout layout)
    {
        var mapping = layout.MapPage(layout.PageWidth, layout.PageHeight);
        foreach (ref var sample in samples)
        {
            var (x, y) = mapping.ToMillimetres(sample.X * layout.Panel.PixelsPerMillimetre, sample.Y * layout.Panel.PixelsPerMillimetre);
            sample = sample with { X = x, Y = y };
        }
    }

    private void Write(SimulatedPen pen)
    {
        using var timer = new PeriodicTimer(Report, _time);
        for (var i = 0; i < seconds * Rate; i++)
        {
            timer.WaitForNextTickAsync().AsTask().GetAwaiter().GetResult();
            pen.Feed([Sample(i)]);
        }
    }

    /// <summary>Loops 8 mm high along lines, a stroke of 0.4 s and a lift of 0.1 s.</summary>
    private PenSample Sample(int i)
    {
        var (t, phase) = (i / (double)Rate, i % 100 < 80 ? PenPhase.Contact : PenPhase.Hover);
        var (x, y) = (20 + (t * 30 % 90), 30 + (10 * ((int)(t * 30 / 90) % 15)) + (4 * Math.Sin(t * 12)));
        var now = _time.GetTimestamp() / (_time.TimestampFrequency / 1_000_000);
        return new PenSample(now, (float)x, (float)y, phase == PenPhase.Contact ? 0.5f : 0, 0, 0, PenTool.Tip, phase);
    }

    private double Allocated()
    {
        const int Samples = 2_000;
        using var composer = Start(out _, out var echo, out _);
        var least = long.MaxValue;
        for (var round = 0; round < 6; round++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var i = 0; i < Samples; i++)
            {
                var sent = echo.DrawAsync([Sample(i)], CancellationToken.None);
                Debug.Assert(sent.IsCompletedSuccessfully, "an immediate panel takes ink at once");
            }

            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        return least / (double)Samples;
    }

    private static void Burn(CancellationToken cancellationToken)
    {
        var values = new float[64 * 1024];
        while (!cancellationToken.IsCancellationRequested)
        {
            for (var i = 1; i < values.Length; i++)
            {
                values[i] = MathF.Sqrt(values[i - 1] + i);
            }
        }
    }

    private sealed class Closing(IPanel panel) : IDisposable
    {
        public IPanel Panel => panel;

        public void Dispose() => panel.DisposeAsync().AsTask().GetAwaiter().GetResult();
    }
}
