using System.Runtime.CompilerServices;

namespace Device.Core.Ink;

/// <summary>Reads labelled ink in either exchange format; the content says which. Pure and thread-safe.</summary>
public static class InkFiles
{
    private const int HeadBytes = 4096;

    /// <summary>Reads samples as they are asked for (Ink-JSONL) or after the whole document was read (InkML).</summary>
    /// <param name="stream">The file. Not closed.</param>
    /// <param name="name">The file's name, for errors and for a file of white space.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <returns>The samples in the order of the file.</returns>
    /// <exception cref="InkFormatException">The file is in neither format, or breaks its format.</exception>
    public static async IAsyncEnumerable<LabelledInk> ReadAsync(
        Stream stream, string name, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var buffer = new byte[HeadBytes];
        var count = await stream.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken);
        var head = buffer.AsMemory(0, count);
        if (!IsInkMl(head.Span, name))
        {
            await foreach (var ink in InkJsonl.ReadAsync(head, stream, name, cancellationToken))
            {
                yield return ink;
            }

            yield break;
        }

        foreach (var ink in InkMl.Read(await WholeAsync(head, stream, name, cancellationToken), name))
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return ink;
        }
    }

    private static bool IsInkMl(ReadOnlySpan<byte> head, string name)
    {
        if (head.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE]) || head.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF]))
        {
            return true; // UTF-16: JSON is always UTF-8
        }

        var text = head.StartsWith("\uFEFF"u8) ? head[3..] : head;
        var first = text.IndexOfAnyExcept(" \t\r\n"u8);
        if (first < 0)
        {
            return name.EndsWith(".inkml", StringComparison.OrdinalIgnoreCase);
        }

        return text[first] switch
        {
            (byte)'<' => true,
            (byte)'{' => false,
            var other => throw new InkFormatException(
                name, text[..first].Count((byte)'\n') + 1, "file", $"begins with byte 0x{other:X2}, Ink-JSONL ('{{') or InkML ('<') expected"),
        };
    }

    private static async Task<Stream> WholeAsync(ReadOnlyMemory<byte> head, Stream rest, string name, CancellationToken cancellationToken)
    {
        var whole = new MemoryStream();
        whole.Write(head.Span);
        var buffer = new byte[64 * 1024];
        int count;
        while ((count = await rest.ReadAsync(buffer, cancellationToken)) > 0)
        {
            if (whole.Length + count > InkLimits.DocumentBytes)
            {
                throw new InkFormatException(name, 0, "document", $"longer than {InkLimits.DocumentBytes} bytes");
            }

            whole.Write(buffer, 0, count);
        }

        whole.Position = 0;
        return whole;
    }
}
