namespace Device.Core.Notebook;

/// <summary>
/// What was said in a recording was written down and stored as a blob: the words never lie in a fact, so that they go nowhere the
/// sound does not go. Of several facts the latest counts.
/// </summary>
/// <param name="Recording">The recording.</param>
/// <param name="Blob">The blob's name: 64 lower-case hexadecimal digits.</param>
/// <param name="Model">Name and version of the model that heard it, at most <see cref="FactLimits.ModelLength"/> characters.</param>
public sealed record TranscriptStored(FactId Recording, string Blob, string Model) : FactBody
{
    /// <inheritdoc/>
    public override FactKind Kind => FactKind.TranscriptStored;

    internal override void Write(FactWriter writer)
    {
        writer.Id(Recording);
        writer.Hash(Blob, "blob");
        writer.Text(Model, FactLimits.ModelLength, "model");
    }

    internal static TranscriptStored Read(ref FactReader reader) => new(reader.Id("recording"), reader.Hash("blob"), reader.Text("model", FactLimits.ModelLength));

    internal override FactBody Rename(FactNames names) => this with { Recording = names.Of(Recording) };
}
