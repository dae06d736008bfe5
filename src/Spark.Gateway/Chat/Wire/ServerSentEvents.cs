using System.Buffers;

namespace Spark.Gateway.Chat.Wire;

/// <summary>
/// Cuts a byte stream into server-sent events (WHATWG HTML, section 9.2) and keeps their <c>data</c>. However the bytes are
/// cut into chunks, the events are the same. One stream, one thread.
/// </summary>
/// <param name="lineBytes">Longest line, and longest data of one event, in bytes; 1 or more.</param>
internal sealed class ServerSentEvents(int lineBytes)
{
    private readonly ArrayBufferWriter<byte> _line = new();
    private readonly ArrayBufferWriter<byte> _data = new();
    private bool _hasData;
    private bool _skipLineFeed;
    private bool _isFirstLine = true;

    /// <summary>Takes the next bytes of the stream.</summary>
    /// <param name="chunk">Any number of bytes.</param>
    /// <param name="events">Where the data of every event that is now complete is added.</param>
    /// <exception cref="SparkException">A line or an event is longer than allowed.</exception>
    public void Append(ReadOnlySpan<byte> chunk, ICollection<byte[]> events)
    {
        while (!chunk.IsEmpty)
        {
            if (_skipLineFeed)
            {
                _skipLineFeed = false;
                if (chunk[0] == (byte)'\n')
                {
                    chunk = chunk[1..];
                    continue;
                }
            }

            var end = chunk.IndexOfAny((byte)'\n', (byte)'\r');
            Keep(_line, end < 0 ? chunk : chunk[..end]);
            if (end < 0)
            {
                return;
            }

            _skipLineFeed = chunk[end] == (byte)'\r';
            chunk = chunk[(end + 1)..];
            TakeLine(_line.WrittenSpan, events);
            _line.ResetWrittenCount();
        }
    }

    private void TakeLine(ReadOnlySpan<byte> line, ICollection<byte[]> events)
    {
        if (_isFirstLine && line.StartsWith("\uFEFF"u8))
        {
            line = line[3..];
        }

        _isFirstLine = false;
        if (line.IsEmpty)
        {
            if (_hasData)
            {
                events.Add(_data.WrittenSpan.ToArray());
                _data.ResetWrittenCount();
                _hasData = false;
            }

            return;
        }

        var colon = line.IndexOf((byte)':');
        var name = colon < 0 ? line : line[..colon];
        if (!name.SequenceEqual("data"u8))
        {
            return;
        }

        var value = colon < 0 ? [] : line[(colon + 1)..];
        if (_hasData)
        {
            Keep(_data, "\n"u8);
        }

        Keep(_data, value.StartsWith(" "u8) ? value[1..] : value);
        _hasData = true;
    }

    private void Keep(ArrayBufferWriter<byte> buffer, ReadOnlySpan<byte> bytes)
    {
        if (buffer.WrittenCount + bytes.Length > lineBytes)
        {
            throw new SparkException(SparkCodes.Malformed($"An event is longer than {lineBytes} bytes."));
        }

        buffer.Write(bytes);
    }
}
