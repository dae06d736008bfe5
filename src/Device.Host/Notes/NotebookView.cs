using Device.Core.Notebook;
using Device.Storage;

namespace Device.Host.Notes;

/// <summary>The notebook in memory, folded from the journal as it grows. Thread-safe.</summary>
internal sealed class NotebookView(Revision changes)
{
    private readonly Lock _lock = new();
    private readonly Notebook _notebook = new();
    private readonly HashSet<FactId> _drawn = [];
    private long _position;

    /// <summary>The last journal position that is folded in.</summary>
    public long Position => Interlocked.Read(ref _position);

    /// <summary>Follows the journal until cancelled.</summary>
    public async Task FollowAsync(Journal journal, CancellationToken cancellationToken)
    {
        await foreach (var entry in journal.ReadAsync(1, follow: true, cancellationToken))
        {
            lock (_lock)
            {
                _notebook.Apply(entry.Fact);
                if (DrawnPage(entry.Fact.Body) is { } page)
                {
                    _drawn.Add(page);
                    if (entry.Fact.Body is not StrokeAdded)
                    {
                        // Facts name the page on which strokes were drawn; they may lie elsewhere.
                        _drawn.UnionWith(_notebook.Find(page)!.MovedTo);
                    }
                }

                Interlocked.Exchange(ref _position, entry.Position);
            }

            changes.Bump();
        }
    }

    /// <summary>Reads under the lock; the function must be short and must not keep the notebook.</summary>
    public T Read<T>(Func<Notebook, T> read)
    {
        lock (_lock)
        {
            return read(_notebook);
        }
    }

    /// <summary>Pages on which ink was drawn, erased, moved or corrected since the last call; at start all that were ever drawn on.</summary>
    public IReadOnlyList<FactId> TakeDrawnPages()
    {
        lock (_lock)
        {
            var pages = _drawn.Order().ToArray();
            _drawn.Clear();
            return pages;
        }
    }

    /// <summary>Waits until a position is folded in.</summary>
    public async ValueTask ReachAsync(long position, CancellationToken cancellationToken)
    {
        var seen = changes.Value;
        while (Position < position)
        {
            seen = await changes.WaitAfterAsync(seen, cancellationToken);
        }
    }

    private static FactId? DrawnPage(FactBody body) => body switch
    {
        StrokeAdded added => added.Page,
        StrokesErased erased => erased.Page,
        StrokeErasedPartly erased => erased.Page,
        ErasureUndone undone => undone.Page,
        StrokesMoved moved => moved.Page,
        LineCorrected corrected => corrected.Page,
        _ => null,
    };
}
