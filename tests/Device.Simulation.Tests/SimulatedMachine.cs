using Device.Core.Ink;
using Device.Core.Notebook;
using Device.Core.Touch;
using Device.Hardware.Simulated.Panel;
using Device.Host;
using Device.Host.Flows;
using Device.Host.Options;
using Device.Screen.Frames;
using Device.Screen.Latency;
using Device.Screen.Layout;
using Device.Screen.Text;
using Device.Storage;
using Device.Sync;
using Microsoft.Extensions.Logging.Abstractions;

namespace Device.Simulation.Tests;

/// <summary>The whole machine with its flows in this process, on a simulated board, without a cloud and without a font or model.</summary>
internal sealed class SimulatedMachine : IAsyncDisposable
{
    private readonly MachineParts _parts;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _flows;

    private SimulatedMachine(MachineParts parts)
    {
        _parts = parts;
        _flows = Task.WhenAll(
            Run(stop => parts.View.FollowAsync(parts.Journal, stop)),
            Run(parts.Store.FollowAsync),
            Run(parts.Ink.RunAsync),
            Run(parts.Touch.RunAsync),
            Run(parts.Screen.RunAsync));
    }

    public Journal Journal => _parts.Journal;

    public FactId Page => _parts.Desk.Page;

    public TouchFlow Touch => _parts.Touch;

    public SimulatedPanel Panel => (SimulatedPanel)_parts.Drivers.Panel;

    public InkTrace Trace => _parts.Refresher.Trace;

    public IPanelGlass Glass => _parts.Drivers.Glass!;

    public ScreenLayout Layout => _parts.Layout;

    public static async Task<SimulatedMachine> OpenAsync(string data, int seed, CancellationToken cancellationToken, string board = "simulated", double panelSpeed = 1_000_000, StorageSpaceOptions? space = null, bool scratchOut = true)
    {
        var options = new DeviceOptions { Data = data, Id = "test/machine", Model = "/nowhere", PanelSpeed = panelSpeed, Board = board, Emulated = true, ScratchOut = scratchOut };
        var builder = new MachineBuilder(
            options, new JournalOptions { Space = space ?? new StorageSpaceOptions() }, new SyncOptions(), new FontOptions { TextFont = "/nowhere" }, TimeProvider.System, new Random(seed), NullLoggerFactory.Instance);
        var machine = new SimulatedMachine(await builder.OpenAsync(cancellationToken));
        await machine._parts.Desk.OpenAsync(cancellationToken);
        return machine;
    }

    /// <summary>Pen contact that was not taken because storage was full.</summary>
    public long Refused => _parts.Ink.Refused;

    /// <summary>Gives samples to the pen.</summary>
    public ValueTask WriteAsync(PenSample[] samples, CancellationToken cancellationToken) =>
        _parts.Drivers.PenFeed!.FeedAsync(samples, cancellationToken);

    /// <summary>Touches the glass, and waits until the machine knows.</summary>
    public async Task TouchAsync(TouchContact[] contacts, CancellationToken cancellationToken)
    {
        var glass = _parts.Drivers.TouchFeed!;
        await glass.FeedAsync(contacts, cancellationToken);
        while (!glass.IsRead(_parts.Touch.Reports))
        {
            await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System, cancellationToken);
        }
    }

    /// <summary>Begins another page and opens it.</summary>
    public Task NewPageAsync(CancellationToken cancellationToken) => _parts.Desk.NewPageAsync(null, cancellationToken);

    /// <summary>Waits until every pen sample that was given has been dealt with, whether or not its stroke is over.</summary>
    public async Task ReadPenAsync(CancellationToken cancellationToken)
    {
        while (!_parts.Drivers.PenFeed!.IsRead(_parts.Ink.Samples))
        {
            await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System, cancellationToken);
        }
    }

    /// <summary>Waits until every stroke that was given is on flash and in the views.</summary>
    public async Task SettleAsync(CancellationToken cancellationToken)
    {
        var pen = _parts.Drivers.PenFeed!;
        while (!pen.IsRead(_parts.Ink.Samples) || _parts.Ink.Pending > 0 || _parts.View.Position < Journal.DurablePosition || _parts.Store.AppliedPosition < Journal.DurablePosition)
        {
            await Task.Yield();
            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    /// <summary>Waits until the panel shows everything that is known.</summary>
    public async Task ShowAsync(CancellationToken cancellationToken)
    {
        while (!_parts.Screen.IsIdle || Panel.RefreshCount == 0)
        {
            await Task.Yield();
            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    /// <summary>Waits until the machine has nothing to send to its panel and the panel rests.</summary>
    public async Task RestAsync(CancellationToken cancellationToken)
    {
        do
        {
            while (!_parts.Screen.IsIdle)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System, cancellationToken);
            }

            await _parts.Drivers.Panel.WaitUntilSettledAsync(cancellationToken);
        }
        while (!_parts.Screen.IsIdle);
    }

    /// <summary>What the panel was last asked to show.</summary>
    public GreyFrame Wanted()
    {
        var frame = new GreyFrame(_parts.Layout.Panel.Width, _parts.Layout.Panel.Height);
        _parts.Refresher.CopyShown(frame);
        return frame;
    }

    /// <summary>The strokes of the open page as the notebook in memory has them.</summary>
    public IReadOnlyList<Stroke> Strokes() => _parts.View.Read(n => n.Find(Page)?.Strokes().Select(s => s.Stroke).ToArray() ?? []);

    /// <summary>The same as the LiteDB view has them.</summary>
    public async Task<IReadOnlyList<Stroke>> StoredStrokesAsync(CancellationToken cancellationToken) =>
        (await _parts.Store.FindPageAsync(Page, cancellationToken))?.Strokes().Select(s => s.Stroke).ToArray() ?? [];

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _flows;
        await _parts.DisposeAsync();
        _stop.Dispose();
    }

    private async Task Run(Func<CancellationToken, Task> flow)
    {
        try
        {
            await flow(_stop.Token);
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // The machine is being stopped.
        }
    }
}
