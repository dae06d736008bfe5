using System.Text;

namespace Device.Core.Speech;

/// <summary>Takes bytes from a stream of a WAV file and knows where it is, for errors. Memory grows with what the stream really gives.</summary>
internal sealed class WavReader(Stream stream, string source)
{
    private const int Step = 64 * 1024;

    /// <summary>Bytes taken so far.</summary>
    public long Position { get; private set; }

    /// <summary>Takes so many bytes.</summary>
    /// <exception cref="WavFormatException">The stream ends before.</exception>
    public async Task<byte[]> TakeAsync(int count, string what, CancellationToken cancellationToken)
    {
        var bytes = new byte[count];
        var got = await stream.ReadAtLeastAsync(bytes, count, throwOnEndOfStream: false, cancellationToken);
        Position += got;
        return got == count ? bytes : throw Error(Position, what, $"the file ends here, {count - got} more bytes expected");
    }

    /// <summary>Takes up to so many bytes, fewer at the end of the stream.</summary>
    public async Task<ReadOnlyMemory<byte>> TakeUpToAsync(long count, CancellationToken cancellationToken)
    {
        // A length in a file is a claim: memory is made as the bytes come.
        var bytes = new byte[Math.Min(count, Step)];
        var filled = 0;
        while (filled < count)
        {
            if (filled == bytes.Length)
            {
                Array.Resize(ref bytes, (int)Math.Min(count, bytes.Length * 2L));
            }

            var got = await stream.ReadAsync(bytes.AsMemory(filled), cancellationToken);
            if (got == 0)
            {
                break;
            }

            filled += got;
        }

        Position += filled;
        return bytes.AsMemory(0, filled);
    }

    /// <summary>Passes over bytes.</summary>
    public async Task SkipAsync(long count, CancellationToken cancellationToken)
    {
        var bytes = new byte[(int)Math.Min(count, Step)];
        while (count > 0)
        {
            var got = await stream.ReadAsync(bytes.AsMemory(0, (int)Math.Min(count, bytes.Length)), cancellationToken);
            if (got == 0)
            {
                throw Error(Position, "chunk", $"the file ends here, {count} more bytes expected");
            }

            Position += got;
            count -= got;
        }
    }

    public void Expect(bool holds, long offset, string field, long value, string expected)
    {
        if (!holds)
        {
            throw Error(offset, field, $"{value} found, {expected} expected");
        }
    }

    public void Expect(bool holds, long offset, string field, ReadOnlySpan<byte> value, string expected)
    {
        if (!holds)
        {
            throw Error(offset, field, $"bytes {Convert.ToHexString(value)} found, '{expected}' ({Convert.ToHexString(Encoding.ASCII.GetBytes(expected))}) expected");
        }
    }

    public WavFormatException Error(long offset, string field, string problem) => new(source, offset, field, problem);
}
