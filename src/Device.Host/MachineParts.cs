using Device.Boards;
using Device.Host.Flows;
using Device.Host.Notes;
using Device.Host.Power;
using Device.Host.Speech;
using Device.Screen.Layout;
using Device.Screen.Refresh;
using Device.Storage;
using Device.Sync;

namespace Device.Host;

/// <summary>The parts of one machine, wired from left to right. Disposing closes them from right to left, the journal last.</summary>
internal sealed class MachineParts(StartProblems problems) : IAsyncDisposable
{
    private readonly Stack<IAsyncDisposable> _open = new();

    /// <summary>What is missing and done without: a machine without font or model still keeps ink.</summary>
    public StartProblems Problems { get; } = problems;

    public required BoardProfile Board { get; init; }

    public required ScreenLayout Layout { get; init; }

    public required OpenBoard Drivers { get; init; }

    public required Journal Journal { get; init; }

    /// <summary>The LiteDB view, for who reads notes without the service's memory.</summary>
    public required NotebookStore Store { get; init; }

    /// <summary>Audio and images.</summary>
    public required BlobStore Blobs { get; init; }

    public required Revision Changes { get; init; }

    public required NotebookView View { get; init; }

    public required Desk Desk { get; init; }

    public required AnswerBoard Answers { get; init; }

    public required SyncSession Sync { get; init; }

    public required ScreenRefresher Refresher { get; init; }

    public required InkFlow Ink { get; init; }

    public required TextFlow? Text { get; init; }

    public required ScreenFlow Screen { get; init; }

    public required PanelWatch PanelWatch { get; init; }

    public required CloudFlow Cloud { get; init; }

    public required PowerDevices PowerDevices { get; init; }

    public required WorkHolds Holds { get; init; }

    public required BatteryBoard Battery { get; init; }

    public required PowerFlow Power { get; init; }

    /// <summary>Decides whether the microphone may be open.</summary>
    public required MicrophoneGate Microphone { get; init; }

    public required RecorderFlow Recorder { get; init; }

    public required RecordingKeeper RecordingKeeper { get; init; }

    public required RecordingPlayer Player { get; init; }

    public required RecordingImport Import { get; init; }

    public required AskFlow Ask { get; init; }

    public required CompactionFlow Compaction { get; init; }

    /// <summary>Closes a part when the machine is closed; the last one added is closed first.</summary>
    public void Own(IAsyncDisposable part) => _open.Push(part);

    /// <inheritdoc cref="Own(IAsyncDisposable)"/>
    public void Own(IDisposable part) => _open.Push(new Closing(part));

    public async ValueTask DisposeAsync()
    {
        while (_open.TryPop(out var part))
        {
            await part.DisposeAsync();
        }
    }

    private sealed class Closing(IDisposable part) : IAsyncDisposable
    {
        public ValueTask DisposeAsync()
        {
            part.Dispose();
            return default;
        }
    }
}
