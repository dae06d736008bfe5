using System.Security.Cryptography;
using Device.Messages;

namespace Device.Sync.Tests.World;

/// <summary>A gateway's blobs in memory: stores chunks in any order, says how far it is, gives what it is asked for.</summary>
internal sealed class BlobLedger
{
    private readonly Dictionary<string, SortedDictionary<long, byte[]>> _pieces = [];
    private readonly Dictionary<string, byte[]> _whole = [];

    public IReadOnlyDictionary<string, byte[]> Whole => _whole;

    /// <summary>Bytes of chunks that came, repetitions included.</summary>
    public long Received { get; private set; }

    /// <summary>Changes the bytes of a chunk on its way to the machine or into the store.</summary>
    public Func<byte[], byte[]> Spoil { get; set; } = data => data;

    /// <summary>Whether it answers.</summary>
    public bool Answers { get; set; } = true;

    /// <summary>Why it takes none; null when it does.</summary>
    public string? Refuse { get; set; }

    public void Put(byte[] content) => _whole[Name(content)] = content;

    public void Forget() => _whole.Clear();

    public long Committed(string id) => _pieces.TryGetValue(id, out var pieces) ? Contiguous(pieces) : 0;

    public IEnumerable<BlobMessage> Answer(string id, BlobMessage message)
    {
        if (message is BlobMessage.Chunk arrived)
        {
            Received += arrived.Data.Length;
            if (!_whole.ContainsKey(id))
            {
                Pieces(id)[arrived.Offset] = Spoil(arrived.Data.ToArray());
            }
        }

        return Answers ? AnswersTo(id, message) : [];
    }

    private IEnumerable<BlobMessage> AnswersTo(string id, BlobMessage message) => message switch
    {
        BlobMessage.Want want when _whole.TryGetValue(id, out var content) => Cut(content, want),
        BlobMessage.Want => [new BlobMessage.State(BlobStage.Absent, 0, 0, "")],
        BlobMessage.Offer offer => [State(id, offer.Length)],
        BlobMessage.Chunk chunk => [State(id, chunk.Length)],
        _ => [],
    };

    private BlobMessage.State State(string id, long length)
    {
        if (Refuse is { } reason)
        {
            return new BlobMessage.State(BlobStage.Refused, 0, length, reason);
        }

        if (_whole.ContainsKey(id))
        {
            return new BlobMessage.State(BlobStage.Whole, length, length, "");
        }

        var committed = Contiguous(Pieces(id));
        if (committed < length)
        {
            return new BlobMessage.State(BlobStage.Partial, committed, length, "");
        }

        var content = Pieces(id).SelectMany(p => p.Value).ToArray();
        _pieces.Remove(id);
        if (Name(content) != id)
        {
            return new BlobMessage.State(BlobStage.Wrong, 0, length, "another hash");
        }

        _whole[id] = content;
        return new BlobMessage.State(BlobStage.Whole, length, length, "");
    }

    private IEnumerable<BlobMessage> Cut(byte[] content, BlobMessage.Want want)
    {
        var end = Math.Min(content.Length, want.Offset + want.Count);
        for (var at = want.Offset; at < end; at += want.ChunkBytes)
        {
            yield return new BlobMessage.Chunk(content.Length, at, Spoil(content[(int)at..(int)Math.Min(end, at + want.ChunkBytes)]));
        }
    }

    private SortedDictionary<long, byte[]> Pieces(string id)
    {
        if (!_pieces.TryGetValue(id, out var pieces))
        {
            _pieces.Add(id, pieces = []);
        }

        return pieces;
    }

    private static long Contiguous(SortedDictionary<long, byte[]> pieces)
    {
        var at = 0L;
        while (pieces.TryGetValue(at, out var data))
        {
            at += data.Length;
        }

        return at;
    }

    private static string Name(byte[] content) => Convert.ToHexStringLower(SHA256.HashData(content));
}
