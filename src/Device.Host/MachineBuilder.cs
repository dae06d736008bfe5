using Device.Boards;
using Device.Core.Ink;
using Device.Core.Notebook;
using Device.Core.Power;
using Device.Core.Speech;
using Device.Hardware.Network;
using Device.Host.Flows;
using Device.Host.Health;
using Device.Host.Notes;
using Device.Host.Options;
using Device.Host.Power;
using Device.Host.Speech;
using Device.Messages;
using Device.Recognition.Handwriting;
using Device.Recognition.Models;
using Device.Recognition.Voice;
using Device.Screen.Drawing;
using Device.Screen.Layout;
using Device.Screen.Model;
using Device.Screen.Refresh;
using Device.Screen.Text;
using Device.Storage;
using Device.Sync;
using Device.Sync.Shadow;

namespace Device.Host;

/// <summary>Opens a machine's parts and wires them. The only place that knows them all.</summary>
internal sealed class MachineBuilder(
    DeviceOptions options, JournalOptions journalOptions, SyncOptions syncOptions, FontOptions fontOptions, TimeProvider time, Random random, ILoggerFactory loggers,
    ScreenRefreshOptions? screenOptions = null, PowerOptions? powerOptions = null, PowerDevices? powerDevices = null, TouchOptions? touchOptions = null,
    UpkeepOptions? upkeepOptions = null, ISpeechRecognizer? speech = null)
{
    // The second is rare, and a third only says that something is wrong with the journal, which is no reason not to start.
    private const int MostRejoinPasses = 3;

    /// <summary>Opens the machine.</summary>
    /// <exception cref="BoardException">The board profile cannot be used.</exception>
    /// <exception cref="StorageKeyException">A key that the notes need is missing; nothing was changed.</exception>
    /// <exception cref="IOException">The journal cannot be opened.</exception>
    public async Task<MachineParts> OpenAsync(CancellationToken cancellationToken)
    {
        var problems = new StartProblems();
        var board = BoardFile.Read(options.Board);
        journalOptions.Directory = Path.Combine(options.Data, "journal");
        var keys = KeySources.Read(options.Data, options.KeyFile, Environment.GetEnvironmentVariable("CREDENTIALS_DIRECTORY"));
        var rejoin = await MachineRejoin.OpenAsync(options.Data, loggers, cancellationToken);
        var journal = await OpenJournalAsync(rejoin, keys, cancellationToken);
        var retention = new Retention(journal);
        var store = await NotebookStore.OpenAsync(
            new NotebookStoreOptions { Directory = Path.Combine(options.Data, "view") }, journal, time, loggers.CreateLogger<NotebookStore>(), cancellationToken);
        var blobs = await BlobStore.OpenAsync(
            new BlobOptions { Directory = Path.Combine(options.Data, "blobs") }, journal, time, random, loggers.CreateLogger<BlobStore>(), cancellationToken);
        var drivers = OpenBoard.Open(board, new OpenBoardOptions(options.Emulated, options.PanelSpeed), time, loggers);
        var panel = new WatchedPanel(drivers.Panel, time);
        foreach (var problem in drivers.Devices.Problems)
        {
            problems.Add($"{problem}; until then the machine does without");
        }

        var layout = new ScreenLayout(drivers.Panel.Capabilities);
        var changes = new Revision();
        var view = new NotebookView(changes);
        var desk = new Desk(journal, view, changes, board.Paper, layout.PageWidth, layout.PageHeight);
        var answers = new AnswerBoard(changes);
        var activity = new PenActivity(time);

        var fonts = LoadFonts(problems);
        var words = options.Language.StartsWith("zh", StringComparison.OrdinalIgnoreCase) ? ScreenWords.Chinese : ScreenWords.English;
        var composer = new PageComposer(layout, fonts, words, (screenOptions ?? new()).Dither);
        var refresher = new ScreenRefresher(panel, composer, time, screenOptions);
        var fingers = new TouchInterpreter(touchOptions ?? new TouchOptions());
        var pen = new PenThread(drivers.Pen, refresher.CreateEcho(), layout, desk, activity, fingers, journal.Space, time, loggers.CreateLogger<PenThread>());
        var recognizer = LoadRecognizer(problems);
        var profile = new AtomicFile(Path.Combine(options.Data, "view", "writer-profile"), loggers.CreateLogger<AtomicFile>());

        syncOptions.Language = options.Language;
        var cursor = new AtomicFile(Path.Combine(options.Data, "view", "sync-cursor.json"), loggers.CreateLogger<AtomicFile>());
        var sync = new SyncSession(syncOptions, journal, cursor, time, random, loggers.CreateLogger<SyncSession>(), blobs);
        var shadowFile = new AtomicFile(Path.Combine(options.Data, "settings", "shadow.json"), loggers.CreateLogger<AtomicFile>());
        var shadow = await DeviceShadow.OpenAsync(shadowFile, loggers.CreateLogger<DeviceShadow>(), cancellationToken);
        var report = new ReportedMessage(HostVersion.Text, board.Name, recognizer is null ? [] : [recognizer.Model], 0);

        var (recordingClock, gate) = (new RecordingClock(), new MicrophoneGate(drivers.Sound.OpenMicrophone, drivers.Devices.Mute, changes));
        var ink = new InkFlow(
            pen, journal, view, desk, changes, new ScratchOut(journal, view, options.ScratchOut), recordingClock, time, options.StrokeQueue, loggers.CreateLogger<InkFlow>());
        var (devices, holds) = (powerDevices ?? PowerDevices.Of(drivers.Devices, time), new WorkHolds(time));
        var (curtain, battery) = (new Curtain(changes), new BatteryBoard(changes));
        var power = new PowerMachine(
            devices, holds, curtain, battery, refresher, () => ink.Pending > 0, stop => UntilSyncedAsync(sync, stop), PowerOf(drivers), time);

        var detector = VoiceDetector(problems);
        var recorder = new RecorderFlow(journal, blobs, view, gate, recordingClock, holds, detector, changes, time, loggers.CreateLogger<RecorderFlow>());
        var keeper = new RecordingKeeper(journal, blobs, view, recorder, detector, speech, changes, activity, loggers.CreateLogger<RecordingKeeper>());
        var player = new RecordingPlayer(blobs, view, drivers.Sound, time, loggers.CreateLogger<RecordingPlayer>());

        var powerFlow = new PowerFlow(power, activity, desk, loggers.CreateLogger<PowerFlow>());
        var touch = new TouchFlow(drivers.Touch, fingers, powerFlow, desk);
        var parts = new MachineParts(problems)
        {
            Board = board,
            Layout = layout,
            Drivers = drivers,
            Journal = journal,
            Store = store,
            Blobs = blobs,
            Changes = changes,
            View = view,
            Desk = desk,
            Answers = answers,
            Sync = sync,
            Refresher = refresher,
            Ink = ink,
            Text = recognizer is null ? null : new TextFlow(
                new PageReader(recognizer, InkScript.Any), recognizer.Model, new WriterMemory(recognizer, profile, loggers.CreateLogger<WriterMemory>()),
                journal, view, changes, activity, TimeSpan.FromMilliseconds(options.ReadAfterMilliseconds), loggers.CreateLogger<TextFlow>()),
            Screen = new ScreenFlow(
                refresher, layout, view, desk, answers, sync, journal.Space, words, changes, activity, curtain, battery, drivers.Devices.Mute, () => Sign(gate, recorder),
                loggers.CreateLogger<ScreenFlow>()),
            PanelWatch = new PanelWatch(panel, TimeSpan.FromSeconds(options.PanelCheckSeconds), time, loggers.CreateLogger<PanelWatch>()),
            Cloud = new CloudFlow(sync, journal, view, answers, shadow, report, retention, rejoin, loggers.CreateLogger<CloudFlow>()),
            Metered = new MeteredFlow(sync, options.Metered, new NetworkLink().IsMetered, time),
            PowerDevices = devices,
            Holds = holds,
            Battery = battery,
            Power = powerFlow,
            Touch = touch,
            Microphone = gate,
            Recorder = recorder,
            RecordingKeeper = keeper,
            Player = player,
            Import = new RecordingImport(journal, blobs, view, time),
            Ask = new AskFlow(journal, view, desk),
            Compaction = new CompactionFlow(
                journal, blobs, Path.Combine(options.Data, "blobs"), retention, activity, upkeepOptions ?? new UpkeepOptions(), time, loggers.CreateLogger<CompactionFlow>()),
        };

        parts.Own(journal);
        parts.Own(rejoin);
        parts.Own(blobs);
        parts.Own(store);
        parts.Own(drivers);
        parts.Own(cursor);
        parts.Own(profile);
        parts.Own(shadowFile);
        parts.Own(sync);
        parts.Own(composer);
        parts.Own(panel);
        parts.Own(new ScreenMetrics(refresher));
        parts.Own(new PanelMetrics(drivers.Panel));
        parts.Own(new TouchMetrics(touch, drivers.Pen, drivers.Touch));
        parts.Own(desk);
        parts.Own(gate);
        parts.Own(recorder);
        parts.Own(player);
        parts.Own(powerFlow);
        if (fonts is not null)
        {
            parts.Own(fonts);
        }

        if (recognizer is not null)
        {
            parts.Own(recognizer);
        }

        return parts;
    }

    private async Task<Journal> OpenJournalAsync(MachineRejoin rejoin, KeyRing keys, CancellationToken cancellationToken)
    {
        for (var pass = 1; ; pass++)
        {
            journalOptions.NewEpoch = rejoin.IsDue;
            var journal = await Journal.OpenAsync(journalOptions, keys, DeviceId.Parse(options.Id), time, random, loggers.CreateLogger<Journal>(), cancellationToken);
            if (!rejoin.IsDue)
            {
                return journal;
            }

            try
            {
                await rejoin.CarryOutAsync(journal, time, cancellationToken);
            }
            catch
            {
                await journal.DisposeAsync();
                throw;
            }

            if (!rejoin.IsDue || pass == MostRejoinPasses)
            {
                return journal;
            }

            await journal.DisposeAsync();
        }
    }

    private PowerOptions PowerOf(OpenBoard board)
    {
        var wanted = powerOptions ?? new PowerOptions();
        return wanted with { CanSleep = wanted.CanSleep && (powerDevices is not null || board.Devices.Power is not null) };
    }

    private static async Task UntilSyncedAsync(SyncSession sync, CancellationToken cancellationToken)
    {
        await foreach (var status in sync.WatchAsync(cancellationToken))
        {
            if (status is { State: global::Device.Sync.SyncState.Online, Pending: 0 })
            {
                return;
            }
        }
    }

    private static MicrophoneSign? Sign(MicrophoneGate gate, RecorderFlow recorder) =>
        gate.IsOpen || recorder.Minutes is not null ? new MicrophoneSign(gate.IsOpen, recorder.Minutes) : null;

    /// <summary>Makes detectors, each with a state of its own; when the model is missing that is said once.</summary>
    private Func<IVoiceActivityDetector> VoiceDetector(StartProblems problems)
    {
        var folder = options.VoiceModel.Length > 0 ? options.VoiceModel : null;
        if (VoiceDetectors.Check(folder) is { } problem)
        {
            problems.Add($"{problem}; until then speech is told from silence by its loudness");
        }

        return () => VoiceDetectors.Open(folder, out _);
    }

    private FontSet? LoadFonts(StartProblems problems)
    {
        try
        {
            return FontSet.Load(fontOptions);
        }
        catch (FontException e)
        {
            problems.Add($"{e.Message}; until then the panel shows ink and no text");
            return null;
        }
    }

    private OnnxInkRecognizer? LoadRecognizer(StartProblems problems)
    {
        try
        {
            var folder = options.Model.Length > 0 ? options.Model : Path.Combine(AppContext.BaseDirectory, "models", "handwriting");
            return new OnnxInkRecognizer(ModelBundle.Open(folder), null, LoadLanguage(problems));
        }
        catch (ModelBundleException e)
        {
            problems.Add($"{e.Message}; until then ink is kept and not read");
            return null;
        }
    }

    /// <summary>Where set-up has not made one, there is none, and that is no problem.</summary>
    private static LanguageModel? LoadLanguage(StartProblems problems)
    {
        try
        {
            var folder = Path.Combine(AppContext.BaseDirectory, "models", "language");
            return Directory.Exists(folder) ? LanguageModel.Open(ModelBundle.Open(folder)) : null;
        }
        catch (ModelBundleException e)
        {
            problems.Add($"{e.Message}; until then lines are read by their ink alone");
            return null;
        }
    }
}
