using Device.Core.Ink;
using Device.Core.Notebook;
using Device.Core.Speech;
using Device.Host.Options;
using Device.Host.Speech;
using Device.Host.Tests.Survival;
using Device.Screen.Text;
using Device.Storage;
using Device.Sync;

namespace Device.Host.Tests.Speech;

/// <summary>A whole simulated machine to which somebody speaks while writing, in real time; without a cloud, a font and a voice model.</summary>
internal sealed class TalkingMachine : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _flows;
    private float _y = 12;

    private TalkingMachine(MachineParts parts, KeptLog log)
    {
        (Parts, Log) = (parts, log);
        _flows = Task.WhenAll(
            Run(stop => parts.View.FollowAsync(parts.Journal, stop)), Run(parts.Ink.RunAsync), Run(parts.Screen.RunAsync), Run(parts.Recorder.RunAsync), Run(parts.RecordingKeeper.RunAsync));
    }

    public MachineParts Parts { get; }

    public KeptLog Log { get; }

    public RecorderFlow Recorder => Parts.Recorder;

    public FactId Note => Parts.View.Read(n => n.Find(Parts.Desk.Page)!.Added!.Note);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static async Task<TalkingMachine> OpenAsync(string data, ISpeechRecognizer? recognizer = null)
    {
        var log = new KeptLog();
        var options = new DeviceOptions { Data = data, Id = "test/machine", Board = "simulated", Model = "/nowhere", VoiceModel = "/nowhere", PanelSpeed = 1_000 };
        var builder = new MachineBuilder(
            options, new JournalOptions(), new SyncOptions(), new FontOptions { TextFont = "/nowhere" }, TimeProvider.System, new Random(), log, speech: recognizer);
        var machine = new TalkingMachine(await builder.OpenAsync(Ct), log);
        await machine.Parts.Desk.OpenAsync(Ct);
        return machine;
    }

    public static Task UntilAsync(string what, Func<bool> holds) => FaultyMachine.UntilAsync(what, holds);

    /// <summary>Says a tone, and waits until it was heard.</summary>
    public async Task SayAsync(TimeSpan duration)
    {
        var before = Recorder.Status.Elapsed;
        Assert.Equal((int)(duration.TotalSeconds * 16_000), Parts.Drivers.Sound.Feed!.Write(Tone.Of(440, duration)));
        await UntilAsync("it was heard", () => Recorder.Status.Elapsed >= before + duration);
    }

    /// <summary>Writes a line and waits until it is on flash.</summary>
    public async Task WriteAsync()
    {
        _y += 4;
        var line = Enumerable.Range(0, 21).Select(i => new PenSample(i * 5_000, 10 + (i * 0.8f), _y, 0.5f, 0, 0, PenTool.Tip, i < 20 ? PenPhase.Contact : PenPhase.Away)).ToArray();
        await Parts.Drivers.PenFeed!.FeedAsync(line, Ct);
        await UntilAsync("the ink is on flash", () => Parts.Drivers.PenFeed.IsRead(Parts.Ink.Samples) && Parts.Ink.Pending == 0 && Parts.View.Position >= Parts.Journal.DurablePosition);
    }

    public Recording Only() => Parts.View.Read(n => n.Recordings.All.Single());

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _flows;
        await Parts.DisposeAsync();
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
