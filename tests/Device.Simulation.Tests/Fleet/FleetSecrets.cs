using Device.Core.Notebook;
using Device.Messages;
using Device.Sync;
using Device.Sync.Links;

namespace Device.Simulation.Tests.Fleet;

/// <summary>
/// What a machine's user was told is kept on it: nothing of that may be handed to the broker. Folded apart from the product. A note
/// counts as private from the moment the switch is acknowledged until switching it on is tried, here or elsewhere.
/// </summary>
internal sealed class FleetSecrets(FleetWorld world, DeviceId device, SyncOptions options)
{
    private readonly HashSet<FactId> _private = [];
    private readonly Dictionary<FactId, FactId> _noteOf = [];
    private readonly Dictionary<string, HashSet<FactId>> _pagesOfBlob = [];
    private readonly Dictionary<string, long> _committed = [];

    /// <summary>A machine may be about to switch notes on.</summary>
    public void Begin(IEnumerable<FactBody> bodies)
    {
        foreach (var body in bodies)
        {
            if (body is NoteSwitchSet { On: true } on)
            {
                _private.Remove(on.Note);
            }
            else if (body is BlobAttached attached)
            {
                Attached(attached);
            }
        }
    }

    /// <summary>Facts are on flash, and the user knows.</summary>
    public void End(IEnumerable<Fact> facts)
    {
        foreach (var fact in facts)
        {
            Learn(fact);
            if (fact.Body is NoteSwitchSet { On: false } off)
            {
                _private.Add(off.Note);
            }
        }
    }

    /// <summary>Facts came from other machines.</summary>
    public void Hear(IEnumerable<Fact> facts)
    {
        foreach (var fact in facts)
        {
            Learn(fact);
            Begin([fact.Body]);
        }
    }

    /// <summary>What tells everything: a switch for each note that is off.</summary>
    public static List<FactBody> ToTell(Notebook view) =>
        [.. view.Notes.Where(n => view.Switch(n.Id, NoteSwitch.Sync) == false).Select(n => (FactBody)new NoteSwitchSet(n.Id, NoteSwitch.Sync, true))];

    /// <summary>The machine hands a message to the broker.</summary>
    public void Check(OutgoingMessage message)
    {
        if (message.Topic.Kind == TopicKind.UpChanges)
        {
            foreach (var fact in ChangesCodec.Read(message.Payload))
            {
                world.Check(NoteOf(fact) is not { } note || !_private.Contains(note), $"{device} sends {fact.Id} of a private note");
            }
        }
        else if (message.Topic.Kind == TopicKind.UpBlob)
        {
            var id = message.Topic.RequestId;
            world.Check(
                !_pagesOfBlob.TryGetValue(id, out var pages) || pages.Any(p => !_noteOf.TryGetValue(p, out var note) || !_private.Contains(note)),
                $"{device} speaks of blob {id} of a private note");
            if (BlobCodec.Read(message.Payload) is BlobMessage.Chunk chunk)
            {
                world.Check(
                    chunk.Offset < _committed.GetValueOrDefault(id) + options.BlobWindowBytes,
                    $"{device} sends byte {chunk.Offset} of blob {id}, of which {_committed.GetValueOrDefault(id)} are committed");
            }
        }
    }

    /// <summary>The gateway sends something of a blob to the machine.</summary>
    public void Told(string blob, BlobMessage message)
    {
        if (message is BlobMessage.State state)
        {
            _committed[blob] = Math.Max(_committed.GetValueOrDefault(blob), state.Committed);
        }
    }

    private void Learn(Fact fact)
    {
        if (fact.Body is PageAdded page)
        {
            _noteOf[fact.Id] = page.Note;
        }
        else if (fact.Body is BlobAttached attached)
        {
            Attached(attached);
        }
    }

    private void Attached(BlobAttached attached)
    {
        if (!_pagesOfBlob.TryGetValue(attached.Blob, out var pages))
        {
            _pagesOfBlob.Add(attached.Blob, pages = []);
        }

        pages.Add(attached.Page);
    }

    private FactId? NoteOf(Fact fact) => fact.Body switch
    {
        NoteCreated => fact.Id,
        PageAdded page => page.Note,
        NoteSwitchSet set => set.Note,
        StrokeAdded stroke => Page(stroke.Page),
        StrokesErased erased => Page(erased.Page),
        BlobAttached attached => Page(attached.Page),
        _ => null,
    };

    private FactId? Page(FactId page) => _noteOf.TryGetValue(page, out var note) ? note : null;
}
