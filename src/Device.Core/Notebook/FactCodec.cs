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
    public static void WriteBody(FactBody body, IBufferWriter<byte> output) =>
        body.Write(new FactWriter(output));

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
            FactKind.NoteCreated => NoteCreated.Read(ref reader),
            FactKind.PageAdded => PageAdded.Read(ref reader),
            FactKind.StrokeAdded => StrokeAdded.Read(ref reader),
            FactKind.StrokesErased => StrokesErased.Read(ref reader),
            FactKind.LineRead => LineRead.Read(ref reader),
            FactKind.QuestionAsked => QuestionAsked.Read(ref reader),
            FactKind.AnswerReceived => AnswerReceived.Read(ref reader),
            FactKind.StrokeErasedPartly => StrokeErasedPartly.Read(ref reader),
            FactKind.StrokesMoved => StrokesMoved.Read(ref reader),
            FactKind.ErasureUndone => ErasureUndone.Read(ref reader),
            FactKind.TextSet => TextSet.Read(ref reader),
            FactKind.TextBlockAdded => TextBlockAdded.Read(ref reader),
            FactKind.LineCorrected => LineCorrected.Read(ref reader),
            FactKind.TagAdded => TagAdded.Read(ref reader),
            FactKind.TagRemoved => TagRemoved.Read(ref reader),
            FactKind.PageOrdered => PageOrdered.Read(ref reader),
            FactKind.NoteDeleted => NoteDeleted.Read(ref reader),
            FactKind.PageDeleted => PageDeleted.Read(ref reader),
            FactKind.Restored => Restored.Read(ref reader),
            FactKind.NoteSwitchSet => NoteSwitchSet.Read(ref reader),
            FactKind.RecordingStarted => RecordingStarted.Read(ref reader),
            FactKind.StrokesRecorded => StrokesRecorded.Read(ref reader),
            FactKind.RecordingMarked => RecordingMarked.Read(ref reader),
            FactKind.RecordingStored => RecordingStored.Read(ref reader),
            FactKind.TranscriptStored => TranscriptStored.Read(ref reader),
            FactKind.RecordingDeleted => RecordingDeleted.Read(ref reader),
            _ => new UnknownBody(kind, ImmutableArray.Create(reader.Take(bytes.Length, "body"))),
        };
        return reader.Remaining == 0 ? body : throw new FactFormatException("body", $"{reader.Remaining} bytes too many");
    }
}
