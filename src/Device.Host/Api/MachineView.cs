using Device.Boards;
using Device.Core.Notebook;
using Device.Core.Screen;
using Device.Host.Flows;
using Device.Host.Notes;
using Device.Host.Options;
using Device.Screen.Layout;
using Device.Storage;
using Device.Sync;

namespace Device.Host.Api;

/// <summary>The machine as the local API shows it. Thread-safe.</summary>
internal sealed class MachineView(
    DeviceOptions options, OpenBoard board, ScreenLayout layout, Journal journal, NotebookView view, Desk desk,
    AnswerBoard answers, SyncSession sync, TextFlow? text)
{
    private readonly PanelCapabilities _panel = board.Panel.Capabilities;

    public StateMessage State()
    {
        var (number, count) = desk.Place();
        var (added, page, conversation) = view.Read(n => (
            n.Find(desk.Page)?.Added,
            n.Find(desk.Page)?.Text() ?? "",
            n.Conversations.LastOrDefault(c => c.Question?.Page == desk.Page)));
        return new StateMessage(
            board.Profile.Title, board.PenFeed is not null, options.StandIn, Panel(), Paper(added), number, count, page, text is { IsIdle: false }, Sync(), Answer(conversation),
            board.TouchFeed is not null, board.Devices.Mute.IsMuted);
    }

    public PanelMessage Panel() => new(_panel.Width, _panel.Height, _panel.DotsPerInch);

    public IReadOnlyList<PageMessage> Pages()
    {
        var open = desk.Page;
        return view.Read(n => n.Find(open)?.Added is { } added
            ? n.Pages(added.Note).Select((p, i) => new PageMessage(i + 1, Name(p.Added!.Template), [.. p.Lines().Select(l => l.Text)])).ToArray()
            : []);
    }

    private PaperMessage Paper(PageAdded? added)
    {
        var scale = _panel.PixelsPerMillimetre;
        var (width, height) = (added?.Width ?? layout.PageWidth, added?.Height ?? layout.PageHeight);
        var mapping = layout.MapPage(width, height);
        return new PaperMessage(
            Name(added?.Template ?? PageTemplate.Blank), added?.Pitch ?? 10, mapping.OriginX / scale, mapping.OriginY / scale,
            width * mapping.Scale / scale, height * mapping.Scale / scale);
    }

    private SyncMessage Sync()
    {
        var status = sync.Status;
        return new SyncMessage(
            status.State switch { SyncState.Online => "online", SyncState.Connecting => "connecting", _ => "offline" },
            journal.DurablePosition, status.Pending, (long)status.AckedSequence, status.LastError,
            status.Blobs is { } blobs ? blobs.ToSend + blobs.ToFetch : 0, status.Blobs?.BytesLeft ?? 0, status.Blobs?.Waiting ?? 0);
    }

    private AnswerMessage? Answer(Conversation? conversation)
    {
        if (conversation?.Question is not { } question)
        {
            return null;
        }

        var answer = conversation.Answer ?? answers.Find(conversation.Id);
        return new AnswerMessage(question.Text, answer?.Answer ?? "", answer?.Reasoning ?? "", answer?.Error, conversation.Answer is not null);
    }

    private static string Name(PageTemplate template) => template.ToString().ToLowerInvariant();
}
