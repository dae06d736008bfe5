namespace Device.Storage.Tests;

internal sealed class MemoryFile(MemoryFolder folder, string name, MemoryNode node) : IStorageFile
{
    public long Length => node.Content.Length;

    public int Read(Span<byte> into, long offset)
    {
        var count = (int)Math.Clamp(node.Content.Length - offset, 0, into.Length);
        node.Content.AsSpan((int)Math.Min(offset, node.Content.Length), count).CopyTo(into);
        return count;
    }

    public void Write(ReadOnlySpan<byte> bytes, long offset)
    {
        try
        {
            folder.Before?.Invoke("write", name);
        }
        catch (IOException)
        {
            // A write that fails has often written a part.
            node.Write(bytes[..(bytes.Length / 2)], offset);
            throw;
        }

        var room = folder.FreeBytes;
        if (offset + bytes.Length - node.Content.Length > room)
        {
            node.Write(bytes[..(int)Math.Clamp(node.Content.Length + room - offset, 0, bytes.Length)], offset);
            throw MemoryFolder.Error(Libc.NoSpace);
        }

        node.Write(bytes, offset);
    }

    public void Sync()
    {
        try
        {
            folder.Before?.Invoke("sync", name);
        }
        catch (IOException)
        {
            node.FailSync();
            throw;
        }

        node.Sync();
        folder.Synced();
    }

    public void Truncate(long length) => node.Resize((int)length);

    public void Reserve(long length)
    {
        folder.Before?.Invoke("reserve", name);
        if (length - node.Content.Length > folder.FreeBytes)
        {
            throw MemoryFolder.Error(Libc.NoSpace);
        }

        node.Resize((int)Math.Max(length, node.Content.Length));
    }

    public void Dispose()
    {
    }
}
