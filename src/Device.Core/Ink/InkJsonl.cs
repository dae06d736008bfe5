using System.Buffers;
using System.Runtime.CompilerServices;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Device.Core.Ink;

/// <summary>
/// Ink-JSONL, labelled ink with one sample a line: <c>docs/formats/ink-jsonl.md</c>. Reading is strict about what it
/// knows and skips fields it does not know. Tool and width of a stroke are not part of the format. Pure and thread-safe.
/// </summary>
public static class InkJsonl
{
    // Labels stay readable in a text editor; the file is never part of a web page.
    private static readonly JsonWriterOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Reads samples as they are asked for. Memory: one line, at most <see cref="InkLimits.LineBytes"/>.</summary>
    /// <param name="stream">UTF-8; a byte order mark, CR LF and blank lines are tolerated. Not closed.</param>
    /// <param name="source">The file's name, for errors.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <returns>The samples in the order of the file.</returns>
    /// <exception cref="InkFormatException">A line is not a sample; the samples before it have been given out.</exception>
    public static IAsyncEnumerable<LabelledInk> ReadAsync(Stream stream, string source, CancellationToken cancellationToken) =>
        ReadAsync(default, stream, source, cancellationToken);

    /// <summary>Reads one line.</summary>
    /// <param name="line">The line without its end.</param>
    /// <param name="source">The file's name, for errors.</param>
    /// <param name="lineNumber">The line, from 1.</param>
    /// <returns>The sample.</returns>
    /// <exception cref="InkFormatException">The line is not a sample.</exception>
    public static LabelledInk Parse(ReadOnlySpan<byte> line, string source, long lineNumber) =>
        line.Length <= InkLimits.LineBytes
            ? new InkJsonlParser(line, source, lineNumber).Parse()
            : throw new InkFormatException(source, lineNumber, "line", $"longer than {InkLimits.LineBytes} bytes");

    /// <summary>Writes one line with its end; numbers in the shortest form that reads back as the same float.</summary>
    /// <param name="ink">The sample.</param>
    /// <param name="output">Where the bytes go.</param>
    /// <exception cref="ArgumentException">The sample is over a limit of <see cref="InkLimits"/>.</exception>
    public static void Write(LabelledInk ink, IBufferWriter<byte> output)
    {
        InkLimits.Check(ink);
        using (var json = new Utf8JsonWriter(output, Readable))
        {
            json.WriteStartObject();
            json.WriteString("label"u8, ink.Label);
            json.WriteString("kind"u8, InkKindName.Of(ink.Kind));
            if (ink.Writer is not null)
            {
                json.WriteString("writer"u8, ink.Writer);
            }

            json.WriteStartArray("strokes"u8);
            foreach (var stroke in ink.Strokes)
            {
                json.WriteStartArray();
                foreach (var point in stroke.Points)
                {
                    WritePoint(json, point);
                }

                json.WriteEndArray();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        output.Write("\n"u8);
    }

    /// <summary>Writes one line with its end.</summary>
    /// <param name="ink">The sample.</param>
    /// <param name="stream">Where the bytes go. Not closed, not flushed.</param>
    /// <exception cref="ArgumentException">The sample is over a limit of <see cref="InkLimits"/>.</exception>
    public static void Write(LabelledInk ink, Stream stream)
    {
        var line = new ArrayBufferWriter<byte>(4096);
        Write(ink, line);
        stream.Write(line.WrittenSpan);
    }

    internal static async IAsyncEnumerable<LabelledInk> ReadAsync(
        ReadOnlyMemory<byte> head, Stream rest, string source, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var lines = new InkLineReader(head, rest, source);
        while (await lines.ReadAsync(cancellationToken))
        {
            if (!lines.IsBlank)
            {
                yield return Parse(lines.Line.Span, source, lines.Number);
            }
        }
    }

    private static void WritePoint(Utf8JsonWriter json, InkPoint point)
    {
        json.WriteStartArray();
        json.WriteNumberValue(point.X);
        json.WriteNumberValue(point.Y);
        var hasPressure = !float.IsNaN(point.Pressure);
        if (!float.IsNaN(point.Time))
        {
            json.WriteNumberValue(point.Time);
        }
        else if (hasPressure)
        {
            json.WriteNullValue();
        }

        if (hasPressure)
        {
            json.WriteNumberValue(point.Pressure);
        }

        json.WriteEndArray();
    }
}
