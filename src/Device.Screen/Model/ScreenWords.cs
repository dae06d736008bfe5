using System.Globalization;

namespace Device.Screen.Model;

/// <summary>The words that Device itself puts on the screen, in one language. <c>{0}</c> and <c>{1}</c> are numbers.</summary>
public sealed record ScreenWords
{
    /// <summary>Page {0} of {1}.</summary>
    public required string PageOf { get; init; }

    /// <summary>Everything is in the cloud.</summary>
    public required string Synced { get; init; }

    /// <summary>{0} changes are on their way.</summary>
    public required string Sending { get; init; }

    /// <summary>Not connected.</summary>
    public required string Offline { get; init; }

    /// <summary>Not connected, {0} changes wait.</summary>
    public required string OfflineWaiting { get; init; }

    /// <summary>Syncing needs attention.</summary>
    public required string SyncFailed { get; init; }

    /// <summary>There is little room for new notes.</summary>
    public required string StorageLow { get; init; }

    /// <summary>There is no room: the pen writes nothing.</summary>
    public required string StorageFull { get; init; }

    /// <summary>Stands before a question; one or a few characters.</summary>
    public required string Question { get; init; }

    /// <summary>The answer is awaited.</summary>
    public required string Thinking { get; init; }

    /// <summary>{0} characters of reasoning are folded away.</summary>
    public required string Reasoning { get; init; }

    /// <summary>The machine sleeps.</summary>
    public required string Asleep { get; init; }

    /// <summary>The battery is all but empty.</summary>
    public required string Charge { get; init; }

    /// <summary>The machine is off.</summary>
    public required string Off { get; init; }

    /// <summary>{0} minutes are recorded so far.</summary>
    public required string Recording { get; init; }

    /// <summary>A recording of {0} minutes pauses.</summary>
    public required string RecordingPaused { get; init; }

    /// <summary>The microphone is open.</summary>
    public required string Listening { get; init; }

    /// <summary>Chinese.</summary>
    public static ScreenWords Chinese { get; } = new()
    {
        PageOf = "第 {0} 页，共 {1} 页",
        Synced = "已同步",
        Sending = "正在同步 {0} 项",
        Offline = "离线",
        OfflineWaiting = "离线，{0} 项待同步",
        SyncFailed = "同步出错",
        StorageLow = "存储空间不足",
        StorageFull = "存储已满，无法书写",
        Question = "问",
        Thinking = "正在思考…",
        Reasoning = "思考过程，{0} 字",
        Asleep = "休眠中",
        Charge = "电量不足，请充电",
        Off = "已关机",
        Recording = "录音 {0} 分",
        RecordingPaused = "录音暂停，{0} 分",
        Listening = "正在聆听",
    };

    /// <summary>English.</summary>
    public static ScreenWords English { get; } = new()
    {
        PageOf = "Page {0} of {1}",
        Synced = "Synced",
        Sending = "Syncing {0}",
        Offline = "Offline",
        OfflineWaiting = "Offline, {0} waiting",
        SyncFailed = "Sync needs attention",
        StorageLow = "Storage is low",
        StorageFull = "Storage full: nothing is kept",
        Question = "Q",
        Thinking = "Thinking…",
        Reasoning = "Reasoning, {0} characters",
        Asleep = "Asleep",
        Charge = "Battery empty: please charge",
        Off = "Off",
        Recording = "Recording {0} min",
        RecordingPaused = "Paused at {0} min",
        Listening = "Listening",
    };

    /// <summary>What stands where a title would, when there is little room or none.</summary>
    /// <param name="full">There is none.</param>
    /// <param name="low">There is little.</param>
    /// <returns>The words; empty when there is room.</returns>
    public string StorageText(bool full, bool low) => full ? StorageFull : low ? StorageLow : "";

    internal string SyncText(StatusBar status) => status.Sync switch
    {
        SyncState.Synced => Synced,
        SyncState.Sending => Fill(Sending, status.Waiting),
        SyncState.Offline when status.Waiting > 0 => Fill(OfflineWaiting, status.Waiting),
        SyncState.Offline => Offline,
        SyncState.Failed => SyncFailed,
        _ => "",
    };

    internal string PageText(StatusBar status) => status.PageNumber > 0 ? Fill(PageOf, status.PageNumber, status.PageCount) : "";

    internal string NoticeText(ScreenNotice notice) => notice switch
    {
        ScreenNotice.Asleep => Asleep,
        ScreenNotice.Charge => Charge,
        ScreenNotice.Off => Off,
        _ => "",
    };

    internal string MicrophoneText(MicrophoneSign sign) => sign switch
    {
        { Minutes: null } => Listening,
        { IsOpen: true, Minutes: var minutes } => Fill(Recording, minutes),
        { Minutes: var minutes } => Fill(RecordingPaused, minutes),
    };

    internal string ReasoningText(int characters) => Fill(Reasoning, characters);

    private static string Fill(string format, params ReadOnlySpan<object?> numbers) => string.Format(CultureInfo.InvariantCulture, format, numbers);
}
