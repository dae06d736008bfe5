namespace Device.Core.Notebook;

/// <summary>The sound of a recording is whole and stored as a blob. Of several facts the latest counts: first the capture, then what it was made into.</summary>
/// <param name="Recording">The recording.</param>
/// <param name="Blob">The blob's name: 64 lower-case hexadecimal digits.</param>
/// <param name="Format">What the blob holds.</param>
/// <param name="Milliseconds">How long it is, lost sound counted, 0 to <see cref="FactLimits.RecordingMilliseconds"/>.</param>
/// <param name="LostMilliseconds">How much of that was lost and is silence, 0 to <paramref name="Milliseconds"/>.</param>
public sealed record RecordingStored(FactId Recording, string Blob, RecordingFormat Format, int Milliseconds, int LostMilliseconds) : FactBody
{
    /// <inheritdoc/>
    public override FactKind Kind => FactKind.RecordingStored;

    internal override void Write(FactWriter writer)
    {
        writer.Id(Recording);
        writer.Hash(Blob, "blob");
        writer.Byte((byte)Format);
        writer.Count(Milliseconds, 0, FactLimits.RecordingMilliseconds, "milliseconds");
        writer.Count(LostMilliseconds, 0, Milliseconds, "lost");
    }

    internal static RecordingStored Read(ref FactReader reader)
    {
        var (recording, blob, format) = (reader.Id("recording"), reader.Hash("blob"), (RecordingFormat)reader.Byte("format"));
        var length = reader.Count("milliseconds", 0, FactLimits.RecordingMilliseconds);
        return new(recording, blob, format, length, reader.Count("lost", 0, length));
    }

    internal override FactBody Rename(FactNames names) => this with { Recording = names.Of(Recording) };
}
