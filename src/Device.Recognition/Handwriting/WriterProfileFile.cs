using System.Text;

namespace Device.Recognition.Handwriting;

/// <summary>A writer's profile as bytes (docs/formats/writer-profile.md).</summary>
internal static class WriterProfileFile
{
    /// <summary>Most bytes of a file: what a full profile has, with room to spare.</summary>
    internal const int MostBytes = 768 * 1024;

    private const string Magic = "DVWRITE1";
    private const int MostText = 192;

    /// <summary>Writes a profile.</summary>
    /// <param name="profile">The profile.</param>
    /// <param name="model">The model whose embeddings it holds.</param>
    /// <param name="labels">The model's labels.</param>
    internal static byte[] Write(WriterProfile profile, string model, IReadOnlyList<string> labels)
    {
        using var file = new MemoryStream();
        using var writer = new BinaryWriter(file);
        writer.Write(Encoding.ASCII.GetBytes(Magic));
        Text(writer, model);
        writer.Write(profile.Lessons.Count);
        foreach (var lesson in profile.Lessons)
        {
            writer.Write(lesson);
        }

        writer.Write(profile.Samples.Count);
        foreach (var sample in profile.Samples)
        {
            Text(writer, labels[sample.Class]);
            writer.Write(sample.Margin);
            writer.Write(sample.Ordinal);
            var scale = Math.Max(sample.Embedding.Max(Math.Abs), 1e-6f);
            foreach (var value in sample.Embedding)
            {
                writer.Write((sbyte)MathF.Round(value / scale * sbyte.MaxValue));
            }
        }

        writer.Flush();
        return file.ToArray();
    }

    /// <summary>Reads a profile.</summary>
    /// <param name="content">A file's content.</param>
    /// <param name="model">The model whose embeddings are wanted.</param>
    /// <param name="labels">The model's labels.</param>
    /// <returns>The profile, or an empty one when it was made with another model: its points lie elsewhere there.</returns>
    /// <exception cref="InvalidDataException">It is no profile, or damaged.</exception>
    internal static WriterProfile Read(byte[] content, string model, IReadOnlyList<string> labels)
    {
        if (content.Length > MostBytes)
        {
            throw new InvalidDataException($"writer profile: {content.Length} bytes, expected at most {MostBytes}");
        }

        using var reader = new BinaryReader(new MemoryStream(content));
        try
        {
            if (!reader.ReadBytes(Magic.Length).AsSpan().SequenceEqual(Encoding.ASCII.GetBytes(Magic)))
            {
                throw new InvalidDataException($"writer profile: expected a file that begins with {Magic}");
            }

            return Text(reader) == model ? Content(reader, labels) : new WriterProfile();
        }
        catch (EndOfStreamException e)
        {
            throw new InvalidDataException($"writer profile: ends after {content.Length} bytes, expected more", e);
        }
    }

    private static WriterProfile Content(BinaryReader reader, IReadOnlyList<string> labels)
    {
        var profile = new WriterProfile();
        var classes = labels.Index().ToDictionary(l => l.Item, l => l.Index, StringComparer.Ordinal);
        var lessons = Count(reader, "lessons", WriterProfile.MostLessons);
        for (var i = 0; i < lessons; i++)
        {
            profile.Begin(reader.ReadUInt64());
        }

        var samples = Count(reader, "samples", WriterProfile.Most);
        for (var i = 0; i < samples; i++)
        {
            var label = Text(reader);
            var (margin, ordinal, embedding) = (reader.ReadSingle(), reader.ReadInt64(), Embedding(reader));
            if (!classes.TryGetValue(label, out var of) || !float.IsFinite(margin) || ordinal < 0 || ordinal > long.MaxValue / 2)
            {
                throw new InvalidDataException($"writer profile: sample {i}: label '{label}', margin {margin}, ordinal {ordinal}, expected a label of the model and finite numbers");
            }

            profile.Add(new WriterSample(of, embedding, margin, ordinal));
        }

        profile.Settle();
        return reader.BaseStream.Position == reader.BaseStream.Length
            ? profile
            : throw new InvalidDataException($"writer profile: {reader.BaseStream.Length - reader.BaseStream.Position} bytes after the last sample, expected none");
    }

    private static float[] Embedding(BinaryReader reader)
    {
        var values = new float[CharacterNet.EmbeddingLength];
        var square = 0f;
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = reader.ReadSByte();
            square += values[i] * values[i];
        }

        var length = MathF.Sqrt(Math.Max(square, 1));
        for (var i = 0; i < values.Length; i++)
        {
            values[i] /= length;
        }

        return values;
    }

    private static int Count(BinaryReader reader, string name, int most)
    {
        var count = reader.ReadUInt32();
        return count <= most ? (int)count : throw new InvalidDataException($"writer profile: {count} {name}, expected at most {most}");
    }

    private static void Text(BinaryWriter writer, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        writer.Write((byte)bytes.Length);
        writer.Write(bytes);
    }

    private static string Text(BinaryReader reader)
    {
        var length = reader.ReadByte();
        if (length > MostText)
        {
            throw new InvalidDataException($"writer profile: a text of {length} bytes, expected at most {MostText}");
        }

        var bytes = reader.ReadBytes(length);
        return bytes.Length == length ? Encoding.UTF8.GetString(bytes) : throw new EndOfStreamException();
    }
}
