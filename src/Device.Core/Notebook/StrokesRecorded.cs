using System.Collections.Immutable;

namespace Device.Core.Notebook;

/// <summary>Strokes were begun while a recording ran: what was heard when each was written. Of several facts about one stroke the latest counts.</summary>
/// <param name="Recording">The recording.</param>
/// <param name="Strokes">1 to <see cref="FactLimits.References"/> strokes.</param>
/// <param name="Places">For each stroke, where its first point lies on the recording's time line: milliseconds, 0 to <see cref="FactLimits.RecordingMilliseconds"/>.</param>
public sealed record StrokesRecorded(FactId Recording, ImmutableArray<FactId> Strokes, ImmutableArray<int> Places) : FactBody
{
    /// <inheritdoc/>
    public override FactKind Kind => FactKind.StrokesRecorded;

    /// <inheritdoc/>
    public bool Equals(StrokesRecorded? other) => other is not null && Recording == other.Recording
        && Strokes.AsSpan().SequenceEqual(other.Strokes.AsSpan()) && Places.AsSpan().SequenceEqual(other.Places.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Recording, Strokes.Length, Places[0]);

    internal override void Write(FactWriter writer)
    {
        if (Places.IsDefault || Places.Length != Strokes.Length)
        {
            throw new ArgumentException($"places: {(Places.IsDefault ? 0 : Places.Length)}, one for each of {Strokes.Length} strokes expected");
        }

        writer.Id(Recording);
        writer.Ids(Strokes, "strokes");
        foreach (var place in Places)
        {
            writer.Count(place, 0, FactLimits.RecordingMilliseconds, "place");
        }
    }

    internal static StrokesRecorded Read(ref FactReader reader)
    {
        var (recording, strokes) = (reader.Id("recording"), reader.Ids("strokes"));
        var places = new int[strokes.Length];
        foreach (ref var place in places.AsSpan())
        {
            place = reader.Count("place", 0, FactLimits.RecordingMilliseconds);
        }

        return new(recording, strokes, ImmutableArray.Create(places));
    }

    internal override FactBody Rename(FactNames names) => this with { Recording = names.Of(Recording), Strokes = names.Of(Strokes) };
}
