using Device.Core.Notebook;
using Device.Host.Notes;
using Device.Host.Power;
using Device.Screen.Layout;
using Device.Screen.Model;
using Device.Screen.Refresh;
using Device.Storage;
using Device.Sync;
using ScreenSync = Device.Screen.Model.SyncState;

namespace Device.Host.Flows;

/// <summary>
/// Views to panel: whenever something that is shown changed, the page is composed anew and what differs is refreshed. While
/// the pen writes only a page turn is shown at once: the echo shows the ink, and settled ink can wait for the hand to rest.
/// </summary>
internal sealed partial class ScreenFlow(
    ScreenRefresher refresher, ScreenLayout layout, NotebookView view, Desk desk, AnswerBoard answers, SyncSession sync, StorageSpace space, ScreenWords words,
    Revision changes, PenActivity activity, Curtain curtain, BatteryBoard battery, Func<MicrophoneSign?> microphone, ILogger<ScreenFlow> logger)
{
    private long _shown = -1;

    /// <summary>Whether the panel shows everything that is known.</summary>
    public bool IsIdle => Interlocked.Read(ref _shown) >= changes.Value && !refresher.IsPending;

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var (show, send) = (ShowAsync(both.Token), refresher.RunAsync(e => LogPanelFailed(logger, e), both.Token));
        await Task.WhenAny(show, send);
        await both.CancelAsync();
        await Task.WhenAll(show, send);
    }

    private async Task ShowAsync(CancellationToken cancellationToken)
    {
        FactId? page = null;
        while (true)
        {
            var revision = await changes.WaitAfterAsync(Interlocked.Read(ref _shown), cancellationToken);
            if (curtain.Take() is { } request)
            {
                await DrawAsync(request, cancellationToken);
            }

            // While the machine sleeps or is about to, nothing is drawn over what says so.
            if (!desk.IsOpen || curtain.Shown != ScreenNotice.None)
            {
                Interlocked.Exchange(ref _shown, revision);
                continue;
            }

            if (page == desk.Page)
            {
                await activity.RestAsync(refresher.SettleAfter, cancellationToken);
                revision = changes.Value;
            }

            page = desk.Page;
            await RefreshAsync(Compose(desk.Page), cancellationToken);
            Interlocked.Exchange(ref _shown, revision);
        }
    }

    private async Task DrawAsync(Curtain.Request request, CancellationToken cancellationToken)
    {
        if (request.IsClean)
        {
            refresher.CleanNext();
        }

        var model = request.Notice == ScreenNotice.None && desk.IsOpen ? Compose(desk.Page) : ScreenModel.Empty with { Notice = request.Notice };
        curtain.Finish(request, await RefreshAsync(model, cancellationToken));
    }

    private async Task<IOException?> RefreshAsync(ScreenModel model, CancellationToken cancellationToken)
    {
        try
        {
            await refresher.RefreshAsync(model, cancellationToken);
            return null;
        }
        catch (IOException e)
        {
            // The panel is a view: what it did not take is sent with the next refresh, and notes go on being kept.
            LogPanelFailed(logger, e);
            return e;
        }
    }

    private ScreenModel Compose(FactId id)
    {
        var (number, count) = desk.Place();
        var status = sync.Status;
        var waiting = (int)Math.Min(status.Pending, int.MaxValue);
        var state = status.State switch
        {
            global::Device.Sync.SyncState.Online => waiting > 0 ? ScreenSync.Sending : ScreenSync.Synced,
            _ => ScreenSync.Offline,
        };
        var standard = new PageAdded(id, PageTemplate.Blank, layout.PageWidth, layout.PageHeight, 10);
        var (page, card) = view.Read(n => (
            n.Find(id) is { } found ? PageView.Of(found, standard) : null,
            n.Conversations.LastOrDefault(c => c.Question?.Page == id)));
        var room = words.StorageText(space.Now.State == StorageState.Full, space.Now.State == StorageState.Low);
        return new ScreenModel(page, card is null ? null : Card(card), new StatusBar(room, number, count, state, waiting, Battery: battery.Glyph, Microphone: microphone()));
    }

    private AnswerCard Card(Conversation conversation)
    {
        var answer = conversation.Answer ?? answers.Find(conversation.Id);
        return new AnswerCard(
            conversation.Question!.Text, answer?.Answer ?? "", answer?.Reasoning ?? "", answer?.Error ?? "", conversation.Answer is not null);
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "the panel did not take a refresh")]
    private static partial void LogPanelFailed(ILogger logger, Exception e);
}
