using System.Text;
using System.Text.Json;
using Device.Core.Notebook;

namespace Device.Storage;

/// <summary>An entry and where it lies.</summary>
/// <param name="Entry">The entry.</param>
/// <param name="Segment">File name of its segment.</param>
/// <param name="Offset">Where its record begins, in bytes.</param>
/// <param name="Bytes">The record's length.</param>
/// <param name="DurableThrough">The highest position known synced when it was written.</param>
public sealed record JournalDumpEntry(JournalEntry Entry, string Segment, long Offset, int Bytes, long DurableThrough)
{
    /// <summary>One line of JSON: place, name, time, kind and what the fact says; ink as the number of points and its box.</summary>
    /// <returns>The line, without a line feed.</returns>
    public string ToJson()
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            json.WriteNumber("position", Entry.Position);
            json.WriteString("id", Entry.Fact.Id.ToString());
            json.WriteString("time", DateTimeOffset.FromUnixTimeMilliseconds(Math.Min(Entry.Fact.Time.UnixMilliseconds, DateTimeOffset.MaxValue.ToUnixTimeMilliseconds())));
            json.WriteNumber("counter", Entry.Fact.Time.Counter);
            json.WriteString("kind", Entry.Fact.Body.Kind.ToString());
            WriteBody(json, Entry.Fact.Body);
            json.WriteString("segment", Segment);
            json.WriteNumber("offset", Offset);
            json.WriteNumber("bytes", Bytes);
            json.WriteNumber("durableThrough", DurableThrough);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }

    private static void WriteBody(Utf8JsonWriter json, FactBody body)
    {
        switch (body)
        {
            case NoteCreated note:
                json.WriteString("title", note.Title);
                break;
            case PageAdded page:
                json.WriteString("note", page.Note.ToString());
                json.WriteString("template", page.Template.ToString());
                json.WriteNumber("width", page.Width);
                json.WriteNumber("height", page.Height);
                json.WriteNumber("pitch", page.Pitch);
                break;
            case StrokeAdded stroke:
                json.WriteString("page", stroke.Page.ToString());
                json.WriteString("tool", stroke.Stroke.Tool.ToString());
                json.WriteNumber("points", stroke.Stroke.Points.Length);
                json.WriteStartArray("box");
                foreach (var side in (ReadOnlySpan<float>)[stroke.Stroke.Bounds.Left, stroke.Stroke.Bounds.Top, stroke.Stroke.Bounds.Right, stroke.Stroke.Bounds.Bottom])
                {
                    json.WriteNumberValue(side);
                }

                json.WriteEndArray();
                break;
            case StrokesErased erased:
                json.WriteString("page", erased.Page.ToString());
                WriteIds(json, "strokes", erased.Strokes);
                break;
            case LineRead line:
                json.WriteString("page", line.Page.ToString());
                WriteIds(json, "strokes", line.Strokes);
                json.WriteString("text", line.Text);
                json.WriteNumber("confidence", line.Confidence);
                json.WriteString("model", line.Model);
                break;
            case QuestionAsked question:
                json.WriteString("page", question.Page.ToString());
                json.WriteString("text", question.Text);
                json.WriteString("context", question.Context);
                break;
            case AnswerReceived answer:
                json.WriteString("question", answer.Question.ToString());
                json.WriteString("answer", answer.Answer);
                json.WriteString("reasoning", answer.Reasoning);
                json.WriteString("error", answer.Error);
                break;
            case UnknownBody unknown:
                json.WriteBase64String("body", unknown.Bytes.AsSpan());
                break;
            default:
                WriteChange(json, body);
                break;
        }
    }

    private static void WriteChange(Utf8JsonWriter json, FactBody body)
    {
        switch (body)
        {
            case StrokeErasedPartly erased:
                json.WriteString("page", erased.Page.ToString());
                WriteIds(json, "strokes", [erased.Stroke]);
                json.WriteNumber("parts", erased.Parts.Length);
                break;
            case StrokesMoved moved:
                json.WriteString("page", moved.Page.ToString());
                WriteIds(json, "strokes", moved.Strokes);
                json.WriteString("target", moved.Target.ToString());
                json.WriteNumber("x", moved.Placement.X);
                json.WriteNumber("y", moved.Placement.Y);
                json.WriteNumber("scale", moved.Placement.Scale);
                break;
            case ErasureUndone undone:
                json.WriteString("page", undone.Page.ToString());
                WriteIds(json, "erasures", undone.Erasures);
                break;
            case LineCorrected line:
                json.WriteString("page", line.Page.ToString());
                WriteIds(json, "strokes", line.Strokes);
                json.WriteString("text", line.Text);
                break;
            case TextBlockAdded block:
                json.WriteString("page", block.Page.ToString());
                json.WriteNumber("x", block.X);
                json.WriteNumber("y", block.Y);
                json.WriteNumber("width", block.Width);
                break;
            default:
                WriteLabel(json, body);
                break;
        }
    }

    private static void WriteLabel(Utf8JsonWriter json, FactBody body)
    {
        switch (body)
        {
            case TextSet text:
                json.WriteString("subject", text.Subject.ToString());
                json.WriteString("field", text.Field.ToString());
                json.WriteString("text", text.Text);
                break;
            case TagAdded tag:
                json.WriteString("subject", tag.Subject.ToString());
                json.WriteString("tag", tag.Tag);
                break;
            case TagRemoved tag:
                json.WriteString("subject", tag.Subject.ToString());
                WriteIds(json, "adds", tag.Adds);
                break;
            case PageOrdered ordered:
                json.WriteString("page", ordered.Page.ToString());
                json.WriteString("key", ordered.Key.Value);
                break;
            case NoteDeleted deleted:
                json.WriteString("note", deleted.Note.ToString());
                json.WriteNumber("seenEpochs", deleted.Seen.Epochs.Length);
                break;
            case PageDeleted deleted:
                json.WriteString("page", deleted.Page.ToString());
                json.WriteNumber("seenEpochs", deleted.Seen.Epochs.Length);
                break;
            case Restored restored:
                json.WriteString("subject", restored.Subject.ToString());
                WriteIds(json, "deletions", restored.Deletions);
                break;
            case NoteSwitchSet set:
                json.WriteString("note", set.Note.ToString());
                json.WriteString("switch", set.Switch.ToString());
                json.WriteBoolean("on", set.On);
                break;
            default:
                WriteRecording(json, body);
                break;
        }
    }

    private static void WriteRecording(Utf8JsonWriter json, FactBody body)
    {
        switch (body)
        {
            case RecordingStarted started:
                json.WriteString("note", started.Note.ToString());
                json.WriteString("title", started.Title);
                break;
            case StrokesRecorded strokes:
                json.WriteString("recording", strokes.Recording.ToString());
                WriteIds(json, "strokes", strokes.Strokes);
                json.WriteStartArray("milliseconds");
                foreach (var place in strokes.Places)
                {
                    json.WriteNumberValue(place);
                }

                json.WriteEndArray();
                break;
            case RecordingMarked mark:
                json.WriteString("recording", mark.Recording.ToString());
                json.WriteNumber("milliseconds", mark.Place);
                json.WriteString("label", mark.Label);
                break;
            case RecordingStored sound:
                json.WriteString("recording", sound.Recording.ToString());
                json.WriteString("blob", sound.Blob);
                json.WriteString("format", sound.Format.ToString());
                json.WriteNumber("milliseconds", sound.Milliseconds);
                json.WriteNumber("lostMilliseconds", sound.LostMilliseconds);
                break;
            case TranscriptStored transcript:
                json.WriteString("recording", transcript.Recording.ToString());
                json.WriteString("blob", transcript.Blob);
                json.WriteString("model", transcript.Model);
                break;
            case RecordingDeleted deleted:
                json.WriteString("recording", deleted.Recording.ToString());
                break;
        }
    }

    private static void WriteIds(Utf8JsonWriter json, string name, IReadOnlyList<FactId> ids)
    {
        json.WriteStartArray(name);
        foreach (var id in ids)
        {
            json.WriteStringValue(id.ToString());
        }

        json.WriteEndArray();
    }
}
