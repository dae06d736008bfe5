namespace Device.Core.Notebook;

/// <summary>The user marked a moment of a recording, to find it again.</summary>
/// <param name="Recording">The recording.</param>
/// <param name="Place">Milliseconds on its time line, 0 to <see cref="FactLimits.RecordingMilliseconds"/>.</param>
/// <param name="Label">What it is, at most <see cref="FactLimits.TitleLength"/> characters; empty where nothing was said.</param>
public sealed record RecordingMarked(FactId Recording, int Place, string Label) : FactBody
{
    /// <inheritdoc/>
    public override FactKind Kind => FactKind.RecordingMarked;

    internal override void Write(FactWriter writer)
    {
        writer.Id(Recording);
        writer.Count(Place, 0, FactLimits.RecordingMilliseconds, "place");
        writer.Text(Label, FactLimits.TitleLength, "label");
    }

    internal static RecordingMarked Read(ref FactReader reader) => new(
        reader.Id("recording"), reader.Count("place", 0, FactLimits.RecordingMilliseconds), reader.Text("label", FactLimits.TitleLength));

    internal override FactBody Rename(FactNames names) => this with { Recording = names.Of(Recording) };
}
