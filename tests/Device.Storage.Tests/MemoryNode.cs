namespace Device.Storage.Tests;

/// <summary>A file's content: as read now, and as it is on the medium.</summary>
internal sealed class MemoryNode
{
    private const int Sector = 512;

    private readonly SortedSet<int> _pending = [];
    private byte[] _durable = [];

    public byte[] Content { get; private set; } = [];

    public void Write(ReadOnlySpan<byte> bytes, long offset)
    {
        var end = (int)offset + bytes.Length;
        if (end > Content.Length)
        {
            Resize(end);
        }

        bytes.CopyTo(Content.AsSpan((int)offset));
        for (var sector = (int)offset / Sector; sector * Sector < end; sector++)
        {
            _pending.Add(sector);
        }
    }

    public void Resize(int length)
    {
        var content = Content;
        Array.Resize(ref content, length);
        Content = content;
    }

    public void Sync()
    {
        Array.Resize(ref _durable, Content.Length);
        foreach (var sector in _pending)
        {
            CopySector(Content, _durable, sector);
        }

        _pending.Clear();
    }

    /// <summary>The pages are marked clean though they were not written.</summary>
    public void FailSync() => _pending.Clear();

    public MemoryNode Cut(Random random)
    {
        var content = (byte[])_durable.Clone();
        Array.Resize(ref content, random.Next(3) switch
        {
            0 => _durable.Length,
            1 => Content.Length,
            _ => random.Next(Math.Min(_durable.Length, Content.Length), Math.Max(_durable.Length, Content.Length) + 1),
        });
        foreach (var sector in _pending.Where(_ => random.Next(2) == 0))
        {
            CopySector(Content, content, sector);
        }

        return new MemoryNode { Content = content, _durable = (byte[])content.Clone() };
    }

    public void Rot(Random random)
    {
        var at = random.Next(Content.Length);
        var change = (byte)random.Next(1, 256);
        Content[at] ^= change;
        if (at < _durable.Length && !ReferenceEquals(_durable, Content))
        {
            _durable[at] ^= change;
        }
    }

    private static void CopySector(byte[] from, byte[] to, int sector)
    {
        var start = sector * Sector;
        var count = Math.Min(Sector, Math.Min(from.Length, to.Length) - start);
        if (count > 0)
        {
            Array.Copy(from, start, to, start, count);
        }
    }
}
