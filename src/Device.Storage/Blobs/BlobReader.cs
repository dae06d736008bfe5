namespace Device.Storage;

/// <summary>Reads a blob; every part is checked (and decrypted) before any of it is given out. Not thread-safe.</summary>
internal sealed class BlobReader : Stream
{
    private readonly IStorageFile _file;
    private readonly BlobChunks _chunks;
    private readonly string _where;
    private readonly List<(long Offset, long Start, int Length)> _parts = [];
    private readonly byte[] _part = new byte[BlobChunks.MaxLength];
    private readonly byte[] _data = new byte[BlobChunks.MaxData];
    private int _loaded = -1;

    /// <exception cref="BlobDamagedException">It is not whole.</exception>
    public BlobReader(IStorageFile file, KeyRing keys, string where)
    {
        (_file, _where) = (file, where);
        var bytes = new byte[BlobHeader.Length];
        var header = BlobHeader.TryRead(bytes.AsSpan(0, file.Read(bytes, 0)), where) ?? throw new BlobDamagedException($"'{where}': no header");
        _chunks = new BlobChunks(header, keys, where);
        try
        {
            Length = Index();
        }
        catch
        {
            _chunks.Dispose();
            throw;
        }
    }

    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => false;

    public override long Length { get; }

    public override long Position { get; set; }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        if (buffer.IsEmpty || Position >= Length)
        {
            return 0;
        }

        var index = Find(Position);
        Load(index);
        var (_, start, length) = _parts[index];
        var at = (int)(Position - start);
        var count = Math.Min(buffer.Length, length - at);
        _data.AsSpan(at, count).CopyTo(buffer);
        Position += count;
        return count;
    }

    public override long Seek(long offset, SeekOrigin origin) => Position = origin switch
    {
        SeekOrigin.Begin => offset,
        SeekOrigin.Current => Position + offset,
        _ => Length + offset,
    };

    public override void Flush()
    {
        // Nothing is written.
    }

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        _chunks.Dispose();
        _file.Dispose();
        base.Dispose(disposing);
    }

    /// <summary>Goes from head to head; the parts themselves are checked when they are read.</summary>
    private long Index()
    {
        var head = new byte[BlobChunks.HeadLength];
        var (offset, total) = ((long)BlobHeader.Length, 0L);
        for (var index = 0U; ; index++)
        {
            var length = BlobChunks.ReadHead(head.AsSpan(0, _file.Read(head, offset)), index);
            if (length < 0)
            {
                throw new BlobDamagedException($"'{_where}': part {index} at byte {offset} is not readable");
            }

            if (length == 0)
            {
                return total;
            }

            _parts.Add((offset, total, length));
            total += length;
            offset += _chunks.LengthOf(length);
        }
    }

    private int Find(long position)
    {
        var (low, high) = (0, _parts.Count - 1);
        while (low < high)
        {
            var middle = (low + high + 1) / 2;
            (low, high) = _parts[middle].Start <= position ? (middle, high) : (low, middle - 1);
        }

        return low;
    }

    private void Load(int index)
    {
        if (_loaded == index)
        {
            return;
        }

        var (offset, _, length) = _parts[index];
        var whole = _chunks.LengthOf(length);
        if (_file.Read(_part.AsSpan(0, whole), offset) != whole || !_chunks.TryRead(_part.AsSpan(0, whole), (uint)index, _data))
        {
            _loaded = -1;
            throw new BlobDamagedException($"'{_where}': part {index} at byte {offset} is damaged");
        }

        _loaded = index;
    }
}
