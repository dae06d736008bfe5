using System.Buffers;
using System.Buffers.Binary;
using System.Text;
using Device.Core.Notebook;
using Device.Storage;

namespace Device.Host.Flows;

/// <summary>
/// Which blobs some fact names. A fact names a blob when its hash, as bytes or as text, is anywhere in it: so facts of a later
/// version, whose fields are not known here, keep their blobs as well. Not thread-safe.
/// </summary>
internal sealed class BlobReferences
{
    private readonly Dictionary<ulong, List<(BlobId Id, byte[] Pattern)>> _patterns = [];
    private readonly HashSet<BlobId> _found = [];
    private readonly ArrayBufferWriter<byte> _body = new(1_024);

    /// <summary>Begins to look for blobs.</summary>
    /// <param name="blobs">Those that are there.</param>
    public BlobReferences(IEnumerable<BlobId> blobs)
    {
        foreach (var id in blobs)
        {
            Add(id, Convert.FromHexString(id.ToString()));
            Add(id, Encoding.ASCII.GetBytes(id.ToString()));
        }
    }

    /// <summary>Looks at a fact. O(its bytes).</summary>
    public void Look(FactBody body)
    {
        if (_patterns.Count == 0)
        {
            return;
        }

        _body.ResetWrittenCount();
        FactCodec.WriteBody(body, _body);
        var bytes = _body.WrittenSpan;
        for (var i = 0; i + sizeof(ulong) <= bytes.Length; i++)
        {
            if (_patterns.TryGetValue(BinaryPrimitives.ReadUInt64LittleEndian(bytes[i..]), out var candidates))
            {
                foreach (var (id, pattern) in candidates)
                {
                    if (bytes[i..].StartsWith(pattern))
                    {
                        _found.Add(id);
                    }
                }
            }
        }
    }

    /// <summary>Whether a fact that was looked at names a blob; true for a blob that was not there when it began.</summary>
    public bool IsNamed(BlobId id) => _found.Contains(id) || !_patterns.ContainsKey(BinaryPrimitives.ReadUInt64LittleEndian(Convert.FromHexString(id.ToString())));

    private void Add(BlobId id, byte[] pattern)
    {
        var key = BinaryPrimitives.ReadUInt64LittleEndian(pattern);
        if (!_patterns.TryGetValue(key, out var all))
        {
            _patterns.Add(key, all = []);
        }

        all.Add((id, pattern));
    }
}
