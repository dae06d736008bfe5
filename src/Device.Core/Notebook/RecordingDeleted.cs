namespace Device.Core.Notebook;

/// <summary>A recording was deleted, its sound and words with it; the ink that was written meanwhile stays. It cannot be undone.</summary>
/// <param name="Recording">The recording.</param>
public sealed record RecordingDeleted(FactId Recording) : FactBody
{
    /// <inheritdoc/>
    public override FactKind Kind => FactKind.RecordingDeleted;

    internal override void Write(FactWriter writer) => writer.Id(Recording);

    internal static RecordingDeleted Read(ref FactReader reader) => new(reader.Id("recording"));

    internal override FactBody Rename(FactNames names) => new RecordingDeleted(names.Of(Recording));
}
