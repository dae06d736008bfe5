using System.Globalization;
using System.Text;
using Microsoft.Extensions.Logging;

namespace Device.Storage;

/// <summary>
/// A small file that is always whole: the old content or the new, whatever happens (write a new file, sync it, rename it,
/// sync the folder). One line of text with length and CRC32C goes before the content, so that damage is noticed; a damaged
/// file is set aside in <c>setaside/</c>. Thread-safe within one process; two processes must not write the same file.
/// </summary>
public sealed class AtomicFile : IDisposable
{
    /// <summary>Most bytes of content: 1 MiB.</summary>
    public const int MaxBytes = 1024 * 1024;

    private const string Magic = "device-state 1";
    private const int MaxHeader = 64;

    private readonly IStorageFolder _folder;
    private readonly string _name;
    private readonly ILogger _logger;
    private readonly SemaphoreSlim _turn = new(1);

    /// <summary>Names the file; nothing is touched but the folder, which is made where it is missing.</summary>
    /// <param name="path">The file.</param>
    /// <param name="logger">Is told of damage.</param>
    /// <exception cref="IOException">The folder cannot be made.</exception>
    public AtomicFile(string path, ILogger<AtomicFile> logger)
        : this(LinuxFolder.Ensure(Path.GetDirectoryName(Path.GetFullPath(path))!), Path.GetFileName(path), logger)
    {
    }

    internal AtomicFile(IStorageFolder folder, string name, ILogger logger)
    {
        _folder = folder;
        _name = name;
        _logger = logger;
    }

    private string Temporary => _name + ".new";

    /// <summary>Reads the content.</summary>
    /// <param name="ct">Stops waiting for a writer.</param>
    /// <returns>The content; null when there is none or it was damaged (then it was set aside and the log says so).</returns>
    /// <exception cref="IOException">The file cannot be read or set aside.</exception>
    public async ValueTask<byte[]?> ReadAsync(CancellationToken ct)
    {
        await _turn.WaitAsync(ct);
        try
        {
            return Read();
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Replaces the content; on the medium on return. Cancelled before it begins or not at all.</summary>
    /// <param name="content">At most <see cref="MaxBytes"/>.</param>
    /// <param name="ct">Stops waiting for another writer.</param>
    /// <returns>Nothing.</returns>
    /// <exception cref="IOException">It could not be written or synced; the old content is still there.</exception>
    /// <exception cref="ArgumentException">The content is too long.</exception>
    public async ValueTask WriteAsync(ReadOnlyMemory<byte> content, CancellationToken ct)
    {
        if (content.Length > MaxBytes)
        {
            throw new ArgumentException($"'{_name}': {content.Length} bytes, at most {MaxBytes} expected", nameof(content));
        }

        await _turn.WaitAsync(ct);
        try
        {
            Write(content.Span);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Deletes the file, if there is one; the name is gone from the medium on return.</summary>
    /// <param name="ct">Stops waiting for a writer.</param>
    /// <returns>Nothing.</returns>
    /// <exception cref="IOException">The file cannot be deleted.</exception>
    public async ValueTask DeleteAsync(CancellationToken ct)
    {
        await _turn.WaitAsync(ct);
        try
        {
            DeleteIfThere(_name);
            _folder.SyncNames();
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _turn.Dispose();

    private byte[]? Read()
    {
        byte[] bytes;
        try
        {
            using var file = _folder.Open(_name, writable: false);
            bytes = new byte[(int)Math.Min(file.Length, MaxBytes + MaxHeader + 1)];
            bytes = bytes[..file.Read(bytes, 0)];
        }
        catch (IOException e) when (Libc.IsMissing(e))
        {
            return null;
        }

        if (TryOpen(bytes, out var content))
        {
            return content;
        }

        var kept = SetAside.Move(_folder, _name, $"{_name}: {bytes.Length} bytes, damaged: '{Magic}', length and CRC32C of the content expected in the first line.");
        AtomicFileLog.Damaged(_logger, _folder.Path, _name, kept);
        return null;
    }

    private void Write(ReadOnlySpan<byte> content)
    {
        var header = Encoding.ASCII.GetBytes(Header(content));
        var whole = new byte[header.Length + content.Length];
        header.CopyTo(whole, 0);
        content.CopyTo(whole.AsSpan(header.Length));

        DeleteIfThere(Temporary);
        using (var file = _folder.Create(Temporary))
        {
            file.Write(whole, 0);
            file.Sync();
        }

        _folder.Rename(Temporary, _name);
        _folder.SyncNames();
    }

    private void DeleteIfThere(string name)
    {
        try
        {
            _folder.Delete(name);
        }
        catch (IOException e) when (Libc.IsMissing(e))
        {
            // Nothing to delete is what was wanted.
        }
    }

    private static bool TryOpen(ReadOnlySpan<byte> bytes, out byte[] content)
    {
        content = [];
        var end = bytes[..Math.Min(bytes.Length, MaxHeader)].IndexOf((byte)'\n');
        if (end < 0)
        {
            return false;
        }

        var body = bytes[(end + 1)..];
        if (!Encoding.ASCII.GetString(bytes[..(end + 1)]).Equals(Header(body), StringComparison.Ordinal))
        {
            return false;
        }

        content = body.ToArray();
        return true;
    }

    private static string Header(ReadOnlySpan<byte> content) =>
        string.Create(CultureInfo.InvariantCulture, $"{Magic} length={content.Length} crc32c={Crc32C.Of(content):x8}\n");
}
