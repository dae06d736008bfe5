using Device.Core.Notebook;
using Device.Core.Search;

namespace Device.Storage;

/// <summary>
/// The search index beside the view's file: in memory only, so that no word of a note lies on flash unencrypted, made of the view's
/// pages at the first search and kept up page by page. Not thread-safe; the store's turn guards it.
/// </summary>
internal sealed class SearchView
{
    private readonly HashSet<FactId> _changed = [];
    private InkIndex? _index;

    /// <summary>Marks the pages that entries speak of.</summary>
    public void Touch(IReadOnlyList<JournalEntry> entries)
    {
        if (_index is null)
        {
            return;
        }

        foreach (var entry in entries)
        {
            switch (entry.Fact.Body)
            {
                case PageAdded:
                    _changed.Add(entry.Fact.Id);
                    break;
                case LineRead line:
                    _changed.Add(line.Page);
                    break;
                case LineCorrected line:
                    _changed.Add(line.Page);
                    break;
                case LineCandidates line:
                    _changed.Add(line.Page);
                    break;
                case TextBlockAdded block:
                    _changed.Add(block.Page);
                    break;
                case PageDeleted deleted:
                    _changed.Add(deleted.Page);
                    break;
                case StrokesErased erased:
                    _changed.Add(erased.Page);
                    break;
                case StrokeErasedPartly erased:
                    _changed.Add(erased.Page);
                    break;
                case StrokeAdded:
                case QuestionAsked:
                case AnswerReceived:
                case NoteCreated:
                case TagAdded:
                case TagRemoved:
                case PageOrdered:
                case NoteSwitchSet:
                    break;
                default:
                    // Moves, undoing, restoring, titles and blocks' texts name other facts than the pages they change.
                    Forget();
                    return;
            }
        }
    }

    /// <summary>Makes the next search begin anew.</summary>
    public void Forget() => (_index, _) = (null, _changed.RemoveWhere(_ => true));

    /// <summary>The index of the view as it is.</summary>
    public InkIndex Of(ViewDatabase database)
    {
        var index = _index ?? new InkIndex();
        foreach (var page in _index is null ? database.PageIds() : [.. _changed])
        {
            var found = database.Page(page);
            index.Put(page, found is { IsDeleted: false } ? found : null);
        }

        _changed.Clear();
        return _index = index;
    }
}
