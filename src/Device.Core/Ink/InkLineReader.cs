namespace Device.Core.Ink;

/// <summary>
/// Cuts a stream into lines of at most <see cref="InkLimits.LineBytes"/>. A line ends with LF or CR LF; the last line
/// may lack its end. Memory: at most twice the longest line, and only as much as the lines need. Not thread-safe.
/// </summary>
/// <param name="head">Bytes that were already taken from the stream.</param>
/// <param name="stream">The rest. Not closed.</param>
/// <param name="source">The file's name, for errors.</param>
internal sealed class InkLineReader(ReadOnlyMemory<byte> head, Stream stream, string source)
{
    private byte[] _buffer = head.Length > 0 ? head.ToArray() : new byte[16 * 1024];
    private int _start;
    private int _end = head.Length;
    private bool _isAtEnd;

    /// <summary>The line without its end, valid until the next read.</summary>
    public ReadOnlyMemory<byte> Line { get; private set; }

    /// <summary>Which line, from 1.</summary>
    public long Number { get; private set; }

    /// <summary>Whether the line holds nothing but white space.</summary>
    public bool IsBlank => !Line.Span.ContainsAnyExcept(" \t\r"u8);

    /// <summary>Goes to the next line.</summary>
    /// <returns>False at the end of the stream.</returns>
    public async ValueTask<bool> ReadAsync(CancellationToken cancellationToken)
    {
        var searched = 0;
        while (true)
        {
            var found = _buffer.AsSpan(_start + searched, _end - _start - searched).IndexOf((byte)'\n');
            if (found >= 0 || (_isAtEnd && _end > _start))
            {
                Take(found >= 0 ? searched + found : _end - _start, found >= 0 ? 1 : 0);
                return true;
            }

            if (_isAtEnd)
            {
                return false;
            }

            searched = _end - _start;
            await FillAsync(cancellationToken);
        }
    }

    private void Take(int length, int terminator)
    {
        var line = _buffer.AsMemory(_start, length);
        _start += length + terminator;
        Number++;
        if (Number == 1 && line.Span.StartsWith("\uFEFF"u8))
        {
            line = line[3..];
        }

        Line = line.Span.EndsWith("\r"u8) ? line[..^1] : line;
        if (Line.Length > InkLimits.LineBytes)
        {
            throw TooLong(Number);
        }
    }

    private async ValueTask FillAsync(CancellationToken cancellationToken)
    {
        if (_end - _start > InkLimits.LineBytes + 4)
        {
            throw TooLong(Number + 1);
        }

        if (_start > 0)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            (_start, _end) = (0, _end - _start);
        }

        if (_end == _buffer.Length)
        {
            Array.Resize(ref _buffer, Math.Max(_buffer.Length * 2, 16 * 1024));
        }

        var count = await stream.ReadAsync(_buffer.AsMemory(_end), cancellationToken);
        _isAtEnd = count == 0;
        _end += count;
    }

    private InkFormatException TooLong(long line) => new(source, line, "line", $"longer than {InkLimits.LineBytes} bytes");
}
