using Device.Core.Ink;
using Device.Core.Notebook;
using Device.Core.Screen;
using Device.Hardware.Simulated.Panel;
using Device.Host.Health;
using Device.Host.Options;
using Device.Screen.Frames;
using Device.Screen.Text;
using Device.Storage;
using Device.Sync;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging.Abstractions;

namespace Device.Host.Tests.Survival;

/// <summary>
/// A whole machine on an emulated board whose chip can be made to fail, with its flows and health, in real time; without a cloud, a font and a model.
/// </summary>
internal sealed class FaultyMachine : IAsyncDisposable
{
    // Fast waveforms leave ghosts, which are not what is looked for here.
    private const int Ghost = 40;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly string _data;
    private readonly MachineParts _parts;
    private readonly MachineHealth _health;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _flows;
    private float _y = 12;

    private FaultyMachine(string data, MachineParts parts)
    {
        (_data, _parts, _health) = (data, parts, new MachineHealth(parts));
        _flows = Task.WhenAll(
            Run(stop => parts.View.FollowAsync(parts.Journal, stop)),
            Run(parts.Store.FollowAsync),
            Run(parts.Ink.RunAsync),
            Run(parts.Screen.RunAsync),
            Run(parts.PanelWatch.RunAsync));
    }

    public PanelCondition Condition => _parts.Drivers.Panel.Condition;

    public IPanelGlass Glass => _parts.Drivers.Glass!;

    public int Strokes => _parts.View.Read(n => n.Find(_parts.Desk.Page)?.Strokes().Length ?? 0);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <summary>The chip behind the driver.</summary>
    public T Chip<T>() => (T)_parts.Drivers.Chip!;

    /// <summary>Opens a machine.</summary>
    /// <param name="board">The board profile's text.</param>
    /// <param name="font">The text font; nothing for a machine without one.</param>
    public static async Task<FaultyMachine> OpenAsync(string board, string font = "/nowhere")
    {
        var data = Directory.CreateTempSubdirectory("device-test-").FullName;
        var file = Path.Combine(data, "board.json");
        await File.WriteAllTextAsync(file, board, Ct);
        var options = new DeviceOptions { Data = data, Id = "test/machine", Board = file, Emulated = true, Model = "/nowhere", PanelSpeed = 2, PanelCheckSeconds = 1 };
        var builder = new MachineBuilder(
            options, new JournalOptions(), new SyncOptions(), new FontOptions { TextFont = font }, TimeProvider.System, new Random(1), NullLoggerFactory.Instance);
        var machine = new FaultyMachine(data, await builder.OpenAsync(Ct));
        await machine._parts.Desk.OpenAsync(Ct);
        await machine.ShownAsync();
        return machine;
    }

    /// <summary>Writes a line across the page, below the one before, and waits until it is on flash.</summary>
    public async Task WriteAsync()
    {
        _y += 2;
        var line = Enumerable.Range(0, 21).Select(i => new PenSample(
            i * 5_000, 4 + (i * 0.8f), _y, 0.5f, 0, 0, PenTool.Tip, i < 20 ? PenPhase.Contact : PenPhase.Away)).ToArray();
        await _parts.Drivers.PenFeed!.FeedAsync(line, Ct);
        await UntilAsync("the ink is on flash", () => _parts.Drivers.PenFeed.IsRead(_parts.Ink.Samples) && _parts.Ink.Pending == 0 && _parts.View.Position >= _parts.Journal.DurablePosition);
    }

    /// <summary>Lets an answer come, which a panel without a page shows.</summary>
    public async Task AnswerAsync(string text)
    {
        var question = await _parts.Journal.AppendAsync(new QuestionAsked(_parts.Desk.Page, "?", ""), Ct);
        await _parts.Journal.AppendAsync(new AnswerReceived(question.Id, text, "", ""), Ct);
        await UntilAsync("the answer is in the notebook", () => _parts.View.Position >= _parts.Journal.DurablePosition);
    }

    /// <summary>Waits until the glass shows what was asked for, and the machine says that all is well.</summary>
    public async Task ShownAsync()
    {
        var wanted = new GreyFrame(Glass.Capabilities.Width, Glass.Capabilities.Height);
        await UntilAsync("the glass shows what was asked for", () =>
        {
            if (!_parts.Desk.IsOpen || !_parts.Screen.IsIdle || Condition.Trouble is not null)
            {
                return false;
            }

            _parts.Refresher.CopyShown(wanted);
            var seen = Glass.Snapshot();
            for (var y = 0; y < seen.Height; y++)
            {
                for (var x = 0; x < seen.Width; x++)
                {
                    if (Math.Abs(seen.At(x, y) - wanted.From(new PixelRect(x, y, 1, 1)).Span[0]) > Ghost)
                    {
                        return false;
                    }
                }
            }

            return true;
        });
    }

    /// <summary>Pixels of the glass that a person would call black.</summary>
    public int DarkPixels() => Glass.Snapshot().Grey.ToArray().Count(g => g < 100);

    /// <summary>What /health says of the panel; null when nothing.</summary>
    public async Task<string?> PanelTroubleAsync()
    {
        var result = await _health.CheckHealthAsync(new HealthCheckContext(), Ct);
        return result.Description?.Split("; ").FirstOrDefault(d => d.Contains("panel does not work", StringComparison.Ordinal));
    }

    public static async Task UntilAsync(string what, Func<bool> holds)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        limit.CancelAfter(Patience);
        while (!holds())
        {
            Assert.False(limit.IsCancellationRequested, $"not within {Patience}: {what}");
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, Ct);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _flows;
        await _parts.DisposeAsync();
        _stop.Dispose();
        Directory.Delete(_data, recursive: true);
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
