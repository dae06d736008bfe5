using Device.Boards;
using Device.Core.Notebook;
using Device.Storage;

namespace Device.Host.Notes;

/// <summary>Which page lies on the desk. Opens the last page at start and begins a first note where there is none. Thread-safe.</summary>
internal sealed class Desk(Journal journal, NotebookView view, Revision changes, PaperProfile paper, float pageWidth, float pageHeight) : IDisposable
{
    private readonly SemaphoreSlim _turning = new(1, 1);
    private volatile OpenPage? _page;

    /// <summary>The open page.</summary>
    /// <exception cref="InvalidOperationException">The desk has not been opened yet.</exception>
    public FactId Page => _page?.Id ?? throw new InvalidOperationException("the desk is not open yet");

    public bool IsOpen => _page is not null;

    /// <summary>The open page's size in millimetres.</summary>
    public (float Width, float Height) Size => _page is { } page ? (page.Width, page.Height) : (pageWidth, pageHeight);

    /// <summary>Opens the last page, or the first note's first one.</summary>
    public async Task OpenAsync(CancellationToken cancellationToken)
    {
        await view.ReachAsync(journal.DurablePosition, cancellationToken);
        var last = view.Read(n => n.Notes.SelectMany(note => n.Pages(note.Id)).OrderBy(p => p.Time).ThenBy(p => p.Id).LastOrDefault()?.Id);
        if (last is { } page)
        {
            Show(page);
            return;
        }

        var note = await journal.AppendAsync(new NoteCreated(""), cancellationToken);
        await AddAsync(note.Id, paper, cancellationToken);
    }

    /// <summary>Adds a page to the open page's note and opens it.</summary>
    public async Task NewPageAsync(PaperProfile? wanted, CancellationToken cancellationToken)
    {
        await _turning.WaitAsync(cancellationToken);
        try
        {
            await AddAsync(Note(), wanted ?? paper, cancellationToken);
        }
        finally
        {
            _turning.Release();
        }
    }

    /// <summary>Opens the page that lies so many pages further; stays where there is none.</summary>
    /// <returns>Whether another page lies open now.</returns>
    public bool Turn(int pages)
    {
        var (open, note) = (Page, Note());
        var target = view.Read(n =>
        {
            var all = n.Pages(note).Select(p => p.Id).ToList();
            var at = all.IndexOf(open);
            return at < 0 ? open : all[Math.Clamp(at + pages, 0, all.Count - 1)];
        });
        if (target == open)
        {
            return false;
        }

        Show(target);
        return true;
    }

    /// <summary>The open page's number from 1, and how many its note has.</summary>
    public (int Number, int Count) Place()
    {
        var (open, note) = (Page, Note());
        return view.Read(n =>
        {
            var all = n.Pages(note).Select(p => p.Id).ToList();
            return (all.IndexOf(open) + 1, all.Count);
        });
    }

    public void Dispose() => _turning.Dispose();

    private FactId Note()
    {
        var open = Page;
        return view.Read(n => n.Find(open)?.Added?.Note) ?? throw new InvalidOperationException("the open page is not in the notebook");
    }

    private async Task AddAsync(FactId note, PaperProfile wanted, CancellationToken cancellationToken)
    {
        var page = await journal.AppendAsync(new PageAdded(note, wanted.Template, pageWidth, pageHeight, wanted.Pitch), cancellationToken);
        await view.ReachAsync(journal.DurablePosition, cancellationToken);
        Show(page.Id);
    }

    private void Show(FactId page)
    {
        var added = view.Read(n => n.Find(page)?.Added);
        _page = new OpenPage(page, added?.Width ?? pageWidth, added?.Height ?? pageHeight);
        changes.Bump();
    }

    private sealed record OpenPage(FactId Id, float Width, float Height);
}
