using System.Buffers;
using System.Collections.Immutable;

namespace Device.Core.Notebook;

/// <summary>
/// Facts as bytes, the same on flash and on the wire: <c>docs/formats/facts.md</c>. Pure and thread-safe.
/// Reading checks every length and range before it allocates; a kind it does not know is kept as <see cref="UnknownBody"/>.
/// </summary>
public static class FactCodec
{
    /// <summary>Writes a fact whole: name, time, kind, length and body.</summary>
    /// <param name="fact">The fact.</param>
    /// <param name="output">Where the bytes go.</param>
    /// <exception cref="ArgumentException">A field is over its limit.</exception>
    public static void Write(Fact fact, IBufferWriter<byte> output)
    {
        var body = new ArrayBufferWriter<byte>(256);
        WriteBody(fact.Body, body);
        if (body.WrittenCount > FactLimits.BodyBytes)
        {
            throw new ArgumentException($"body: {body.WrittenCount} bytes, at most {FactLimits.BodyBytes} expected");
        }

        if (fact.Time > Hlc.MaxValue)
        {
            throw new ArgumentException($"time: {fact.Time.Value} is above {Hlc.MaxValue.Value}");
        }

        var writer = new FactWriter(output);
        writer.Id(fact.Id);
        writer.Fixed64(fact.Time.Value);
        writer.Byte((byte)fact.Body.Kind);
        writer.Varint((ulong)body.WrittenCount);
        writer.Bytes(body.WrittenSpan);
    }

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    /// <param name="bytes">Starts with a fact.</param>
    /// <param name="consumed">The length of that fact in bytes.</param>
    /// <returns>The fact.</returns>
    /// <exception cref="FactFormatException">The bytes are not a fact.</exception>
    public static Fact Read(ReadOnlySpan<byte> bytes, out int consumed)
    {
        var reader = new FactReader(bytes);
        var id = reader.Id("id");
        var time = new Hlc(reader.Fixed64("time"));
        if (time > Hlc.MaxValue)
        {
            throw new FactFormatException("time", $"{time.Value} is above {Hlc.MaxValue.Value}");
        }

        var kind = (FactKind)reader.Byte("kind");
        var body = ReadBody(kind, reader.Take(reader.Count("length", 0, FactLimits.BodyBytes), "body"));
        consumed = bytes.Length - reader.Remaining;
        return new Fact(id, time, body);
    }

    /// <summary>Writes a body alone.</summary>
    /// <param name="body">The body.</param>
    /// <param name="output">Where the bytes go. More than <see cref="FactLimits.BodyBytes"/> would not be read again: see <see cref="Write"/>.</param>
    /// <exception cref="ArgumentException">A field is over its limit.</exception>
    public static void WriteBody(FactBody body, IBufferWriter<byte> output)
    {
        var writer = new FactWriter(output);
        switch (body)
        {
            case NoteCreated note:
                writer.Text(note.Title, FactLimits.TitleLength, "title");
                break;
            case PageAdded page:
                writer.Id(page.Note);
                writer.Byte((byte)page.Template);
                writer.Single(page.Width, 10, 1000, "width");
                writer.Single(page.Height, 10, 1000, "height");
                writer.Single(page.Pitch, 3, 100, "pitch");
                break;
            case StrokeAdded added:
                writer.Id(added.Page);
                StrokeCodec.Write(writer, added.Stroke);
                break;
            case StrokesErased erased:
                writer.Id(erased.Page);
                writer.Ids(erased.Strokes, "strokes");
                break;
            case LineRead line:
                writer.Id(line.Page);
                writer.Ids(line.Strokes, "strokes");
                writer.Text(line.Text, FactLimits.TextLength, "text");
                writer.Single(line.Confidence, 0, 1, "confidence");
                writer.Text(line.Model, FactLimits.ModelLength, "model");
                break;
            case QuestionAsked question:
                writer.Id(question.Page);
                writer.Text(question.Text, FactLimits.TextLength, "text");
                writer.Text(question.Context, FactLimits.TextLength, "context");
                break;
            case AnswerReceived answer:
                writer.Id(answer.Question);
                writer.Text(answer.Answer, FactLimits.TextLength, "answer");
                writer.Text(answer.Reasoning, FactLimits.TextLength, "reasoning");
                writer.Text(answer.Error, FactLimits.TextLength, "error");
                break;
            case UnknownBody unknown:
                writer.Bytes(unknown.Bytes.AsSpan());
                break;
            default:
                throw new ArgumentException($"no encoding for {body.GetType().Name}", nameof(body));
        }
    }

    /// <summary>Reads a body alone.</summary>
    /// <param name="kind">The kind's number.</param>
    /// <param name="bytes">The body, at most <see cref="FactLimits.BodyBytes"/>; bytes beyond the known fields are refused.</param>
    /// <returns>The body.</returns>
    /// <exception cref="FactFormatException">The bytes are not a body of that kind.</exception>
    public static FactBody ReadBody(FactKind kind, ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > FactLimits.BodyBytes)
        {
            throw new FactFormatException("length", $"{bytes.Length} bytes, at most {FactLimits.BodyBytes} expected");
        }

        var reader = new FactReader(bytes);
        FactBody body = kind switch
        {
            FactKind.NoteCreated => new NoteCreated(reader.Text("title", FactLimits.TitleLength)),
            FactKind.PageAdded => new PageAdded(
                reader.Id("note"),
                (PageTemplate)reader.Byte("template"),
                reader.Single("width", 10, 1000),
                reader.Single("height", 10, 1000),
                reader.Single("pitch", 3, 100)),
            FactKind.StrokeAdded => new StrokeAdded(reader.Id("page"), StrokeCodec.Read(ref reader)),
            FactKind.StrokesErased => new StrokesErased(reader.Id("page"), reader.Ids("strokes")),
            FactKind.LineRead => new LineRead(
                reader.Id("page"),
                reader.Ids("strokes"),
                reader.Text("text", FactLimits.TextLength),
                reader.Single("confidence", 0, 1),
                reader.Text("model", FactLimits.ModelLength)),
            FactKind.QuestionAsked => new QuestionAsked(
                reader.Id("page"), reader.Text("text", FactLimits.TextLength), reader.Text("context", FactLimits.TextLength)),
            FactKind.AnswerReceived => new AnswerReceived(
                reader.Id("question"),
                reader.Text("answer", FactLimits.TextLength),
                reader.Text("reasoning", FactLimits.TextLength),
                reader.Text("error", FactLimits.TextLength)),
            _ => new UnknownBody(kind, ImmutableArray.Create(reader.Take(bytes.Length, "body"))),
        };
        return reader.Remaining == 0 ? body : throw new FactFormatException("body", $"{reader.Remaining} bytes too many");
    }
}
