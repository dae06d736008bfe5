using System.Buffers;

namespace Device.Core.Notebook;

/// <summary>
/// All that a notebook shows, as bytes: two notebooks look alike exactly when their images are equal. For comparing, not for
/// keeping: it has no version. Pure.
/// </summary>
public static class NotebookImage
{
    /// <summary>Makes the image.</summary>
    /// <param name="notebook">The notebook.</param>
    /// <returns>The bytes; linear in what is shown.</returns>
    public static byte[] Of(Notebook notebook)
    {
        var output = new ArrayBufferWriter<byte>(4096);
        var writer = new FactWriter(output);
        foreach (var (id, note) in notebook.Notes)
        {
            writer.Byte((byte)'N');
            writer.Id(id);
            writer.Text(note.Title, FactLimits.TitleLength, "title");
            Write(writer, notebook.TagsOf(id));
            foreach (var which in Enum.GetValues<NoteSwitch>())
            {
                writer.Byte(notebook.Switch(id, which) switch { true => 1, false => 0, null => 2 });
            }

            foreach (var page in notebook.Pages(id))
            {
                Write(writer, notebook, page);
            }
        }

        foreach (var page in notebook.Recovered)
        {
            writer.Byte((byte)'R');
            Write(writer, notebook, page);
        }

        foreach (var conversation in notebook.Conversations)
        {
            writer.Byte((byte)'C');
            writer.Id(conversation.Id);
            writer.Fixed64(conversation.Time.Value);
            writer.Fixed64(conversation.AnswerTime.Value);
            conversation.Question?.Write(writer);
            conversation.Answer?.Write(writer);
        }

        return output.WrittenSpan.ToArray();
    }

    /// <summary>Makes the image of one page.</summary>
    /// <param name="notebook">The notebook.</param>
    /// <param name="page">A page of it.</param>
    /// <returns>The bytes.</returns>
    public static byte[] Of(Notebook notebook, Page page)
    {
        var output = new ArrayBufferWriter<byte>(4096);
        Write(new FactWriter(output), notebook, page);
        return output.WrittenSpan.ToArray();
    }

    private static void Write(FactWriter writer, Notebook notebook, Page page)
    {
        writer.Byte((byte)'P');
        writer.Id(page.Id);
        writer.Fixed64(page.Time.Value);
        page.Added?.Write(writer);
        writer.Text(page.Title, FactLimits.TitleLength, "title");
        Write(writer, notebook.TagsOf(page.Id));
        var strokes = page.Strokes();
        writer.Varint((ulong)strokes.Length);
        foreach (var stroke in strokes)
        {
            writer.Id(stroke.Id);
            writer.Signed(stroke.Piece?.From ?? -1);
            writer.Signed(stroke.Piece?.To ?? -1);
            StrokeCodec.Write(writer, stroke.Stroke);
        }

        var lines = page.Lines();
        writer.Varint((ulong)lines.Length);
        foreach (var line in lines)
        {
            line.Write(writer);
        }

        var blocks = page.Blocks();
        writer.Varint((ulong)blocks.Length);
        foreach (var block in blocks)
        {
            writer.Id(block.Id);
            block.Added.Write(writer);
            writer.Text(block.Text, FactLimits.TextLength, "text");
        }

        foreach (var (id, attachment) in notebook.Attachments(page.Id))
        {
            writer.Id(id);
            attachment.Write(writer);
        }
    }

    private static void Write(FactWriter writer, IEnumerable<string> tags)
    {
        foreach (var tag in tags)
        {
            writer.Text(tag, FactLimits.TagLength, "tag");
        }

        writer.Byte(0xFF);
    }
}
