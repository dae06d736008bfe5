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
            while (!parts.Outbox.HasRoom)
            {
                await parts.Room.WaitAsync(cancellationToken);
            }

            if (parts.Outbox.Offer(entry.Position, entry.Fact, epoch) is { } refused)
            {
                parts.Reject(id.Sequence, refused, "machine");
            }

            parts.Board.Changed();
            parts.Wake.Set();
        }

        return true;
    }
}
