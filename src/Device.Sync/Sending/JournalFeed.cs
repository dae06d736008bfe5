using Device.Core.Notebook;

namespace Device.Sync.Sending;

/// <summary>Reads the journal into the outbox, which stops it when it is full, and into the question desk, which never does.</summary>
internal sealed class JournalFeed(SyncParts parts)
{
    /// <summary>Feeds own facts to the outbox until cancelled.</summary>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>When the journal was closed.</returns>
    public async Task FillOutboxAsync(CancellationToken cancellationToken)
    {
        var from = parts.Outbox.Position;
        while (!await TryFillAsync(from, cancellationToken))
        {
            from = 0;
            parts.Outbox.Resume(parts.Facts.Epoch(), 0, from);
        }
    }

    /// <summary>Feeds questions and answers to the desk until cancelled.</summary>
    /// <param name="position">Where to begin.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>When the journal was closed.</returns>
    public async Task FillDeskAsync(long position, CancellationToken cancellationToken)
    {
        var again = true;
        while (again)
        {
            again = false;
            parts.Desk.Begin(position);
            await foreach (var entry in parts.Facts.ReadAsync(position, false, cancellationToken))
            {
                Note(entry);
                position = entry.Position;
            }

            parts.Desk.CaughtUp();
            parts.Board.KnowsAll = true;
            parts.Board.Changed();
            parts.Wake.Set();
            await foreach (var entry in parts.Facts.ReadAsync(position, true, cancellationToken))
            {
                Note(entry);
                parts.Wake.Set();
                position = entry.Position;
                if (parts.Desk.TryReturn(out var left))
                {
                    (again, position) = (true, left);
                    break;
                }
            }
        }
    }

    /// <summary>Folds all of the journal into what may be sent, and finds the blobs that facts attached, until cancelled.</summary>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>When the journal was closed.</returns>
    public async Task FillSelectionAsync(CancellationToken cancellationToken)
    {
        // A hole at the end of the journal is never read, so the end is taken from the journal.
        var durable = parts.Facts.DurablePosition();
        var last = 0L;
        await foreach (var entry in parts.Facts.ReadAsync(0, false, cancellationToken))
        {
            Select(entry);
            last = entry.Position;
        }

        Reach(durable);
        await foreach (var entry in parts.Facts.ReadAsync(last, true, cancellationToken))
        {
            Select(entry);
            Reach(entry.Position);
        }
    }

    private void Select(Storage.JournalEntry entry)
    {
        parts.Selection.Note(entry.Fact);
        parts.Blobs?.Note(entry.Position, entry.Fact);
    }

    private void Reach(long position)
    {
        parts.Selection.Reach(position);
        parts.Selected.Set();
        parts.Blobs?.Flow.Wake();
        parts.Wake.Set();
        parts.Board.Changed();
    }

    /// <summary>A note was switched on: what was passed over of it is sent after all.</summary>
    private async Task OfferAgainAsync(FactId note, long before, CancellationToken cancellationToken)
    {
        await foreach (var entry in parts.Facts.ReadAsync(0, false, cancellationToken))
        {
            if (entry.Position >= before)
            {
                return;
            }

            if (!parts.Selection.Concerns(entry.Fact, note))
            {
                continue;
            }

            parts.Blobs?.Want(entry.Position, entry.Fact);
            if (entry.Fact.Id.Device == parts.Device)
            {
                await UntilRoomAsync(cancellationToken);
                if (parts.Outbox.OfferAgain(entry.Position, entry.Fact, parts.Selection) is { } refused)
                {
                    parts.Reject(entry.Fact.Id.Sequence, refused, "machine");
                }

                parts.Wake.Set();
            }
        }
    }

    private async Task UntilRoomAsync(CancellationToken cancellationToken)
    {
        while (!parts.Outbox.HasRoom)
        {
            await parts.Room.WaitAsync(cancellationToken);
        }
    }

    private void Note(Storage.JournalEntry entry)
    {
        parts.Desk.Note(entry.Position, entry.Fact, parts.Device);
        if (entry.Fact.Id.Device == parts.Device && entry.Fact.Id.Epoch == parts.Facts.Epoch())
        {
            parts.Board.Own(entry.Fact.Id);
        }
    }

    private async Task<bool> TryFillAsync(long from, CancellationToken cancellationToken)
    {
        var checkFirst = from > 0;
        await foreach (var entry in parts.Facts.ReadAsync(from, true, cancellationToken))
        {
            var id = entry.Fact.Id;
            await parts.SelectAsync(cancellationToken);
            if (parts.Selection.Releases(entry.Fact, out var note))
            {
                // Before the entry is passed: after a stop here it is met again.
                await OfferAgainAsync(note, entry.Position, cancellationToken);
            }

            if (id.Device != parts.Device)
            {
                parts.Outbox.Pass(entry.Position);
                continue;
            }

            var epoch = parts.Facts.Epoch();
            if (checkFirst && id.Epoch == epoch && id.Sequence > parts.Outbox.LastSequence + 1)
            {
                // Positions are not what they were: nothing of the cursor is believed.
                parts.Log.CursorMisplaced(id.Sequence, parts.Outbox.LastSequence);
                return false;
            }

            checkFirst &= id.Epoch != epoch;
            await UntilRoomAsync(cancellationToken);
            if (parts.Outbox.Offer(entry.Position, entry.Fact, epoch, parts.Selection) is { } refused)
            {
                parts.Reject(id.Sequence, refused, "machine");
            }

            parts.Board.Changed();
            parts.Wake.Set();
        }

        return true;
    }
}
