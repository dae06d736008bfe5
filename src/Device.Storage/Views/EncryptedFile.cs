using System.Buffers.Binary;
using System.Security.Cryptography;
using Microsoft.Win32.SafeHandles;

namespace Device.Storage;

/// <summary>
/// A file of pages, each encrypted with AES-256-GCM under a fresh random nonce, so that the view leaks nothing and a page that
/// rotted or was torn is noticed (LiteDB's own encryption does neither: its pages are AES-ECB). As with
/// <see cref="UnsyncedFile"/>, Flush does nothing. Not thread-safe.
/// </summary>
internal sealed class EncryptedFile : Stream
{
    private const int Page = 8192;
    private const int NonceLength = 12;
    private const int TagLength = 16;
    private const int Slot = NonceLength + TagLength + Page;
    private const int HeaderLength = 64;
    private const ushort Version = 1;

    private readonly SafeFileHandle _handle;
    private readonly AesGcm _aes;
    private readonly string _path;
    private readonly byte[] _slot = new byte[Slot];
    private readonly byte[] _plain = new byte[Page];
    private readonly byte[] _header = new byte[HeaderLength];
    private bool _hasHeader;
    private long _pages;

    /// <summary>Opens or makes a file.</summary>
    /// <exception cref="InvalidDataException">It is not such a file, or of another key.</exception>
    public EncryptedFile(string path, StorageKey key)
    {
        _path = path;
        _handle = File.OpenHandle(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, FileOptions.RandomAccess);
        try
        {
            TakeHeader(key);
            _aes = new AesGcm(key.Derive(_header.AsSpan(24, 16), "device view"), TagLength);
            _pages = Math.Max(0, RandomAccess.GetLength(_handle) - HeaderLength + Slot - 1) / Slot;
        }
        catch
        {
            _handle.Dispose();
            throw;
        }
    }

    private static ReadOnlySpan<byte> Magic => "DEVVIEW\n"u8;

    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => true;

    public override long Length => _pages * Page;

    public override long Position { get; set; }

    public override void Flush()
    {
        // See above.
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        var wanted = (int)Math.Max(0, Math.Min(buffer.Length, Length - Position));
        for (var done = 0; done < wanted;)
        {
            var (page, at) = Math.DivRem(Position, Page);
            var count = (int)Math.Min(wanted - done, Page - at);
            Load(page);
            _plain.AsSpan((int)at, count).CopyTo(buffer[done..]);
            done += count;
            Position += count;
        }

        return wanted;
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        while (!buffer.IsEmpty)
        {
            var (page, at) = Math.DivRem(Position, Page);
            var count = (int)Math.Min(buffer.Length, Page - at);
            if (count < Page)
            {
                Load(page);
            }

            buffer[..count].CopyTo(_plain.AsSpan((int)at));
            Store(page);
            buffer = buffer[count..];
            Position += count;
        }
    }

    public override long Seek(long offset, SeekOrigin origin) => Position = origin switch
    {
        SeekOrigin.Begin => offset,
        SeekOrigin.Current => Position + offset,
        _ => Length + offset,
    };

    public override void SetLength(long value)
    {
        _pages = (value + Page - 1) / Page;
        _hasHeader &= _pages > 0;
        RandomAccess.SetLength(_handle, _pages == 0 ? 0 : HeaderLength + (_pages * Slot));
    }

    protected override void Dispose(bool disposing)
    {
        _aes.Dispose();
        _handle.Dispose();
        base.Dispose(disposing);
    }

    /// <summary>Reads the header, or draws one that is written with the first page: an empty file stays empty.</summary>
    private void TakeHeader(StorageKey key)
    {
        if (RandomAccess.GetLength(_handle) == 0)
        {
            Magic.CopyTo(_header);
            BinaryPrimitives.WriteUInt16LittleEndian(_header.AsSpan(8), Version);
            BinaryPrimitives.WriteUInt64LittleEndian(_header.AsSpan(16), key.Number);
            RandomNumberGenerator.Fill(_header.AsSpan(24, 16));
            return;
        }

        if (RandomAccess.Read(_handle, _header, 0) != HeaderLength || !_header.AsSpan().StartsWith(Magic)
            || BinaryPrimitives.ReadUInt16LittleEndian(_header.AsSpan(8)) != Version
            || BinaryPrimitives.ReadUInt64LittleEndian(_header.AsSpan(16)) != key.Number)
        {
            throw new InvalidDataException($"'{_path}' is not encrypted with {key}");
        }

        _hasHeader = true;
    }

    private void Load(long page)
    {
        var read = RandomAccess.Read(_handle, _slot, HeaderLength + (page * Slot));
        if (page >= _pages || read == 0 || !_slot.AsSpan(0, read).ContainsAnyExcept((byte)0))
        {
            // Never written: a file grows in places.
            _plain.AsSpan().Clear();
            return;
        }

        if (read < Slot)
        {
            throw new InvalidDataException($"'{_path}': page {page} is cut");
        }

        _aes.Decrypt(
            _slot.AsSpan(0, NonceLength), _slot.AsSpan(NonceLength + TagLength), _slot.AsSpan(NonceLength, TagLength), _plain, BitConverter.GetBytes(page));
    }

    private void Store(long page)
    {
        RandomNumberGenerator.Fill(_slot.AsSpan(0, NonceLength));
        _aes.Encrypt(
            _slot.AsSpan(0, NonceLength), _plain, _slot.AsSpan(NonceLength + TagLength), _slot.AsSpan(NonceLength, TagLength), BitConverter.GetBytes(page));
        if (!_hasHeader)
        {
            RandomAccess.Write(_handle, _header, 0);
            _hasHeader = true;
        }

        RandomAccess.Write(_handle, _slot, HeaderLength + (page * Slot));
        _pages = Math.Max(_pages, page + 1);
    }
}
