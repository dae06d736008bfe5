using System.Collections.Immutable;

namespace Device.Core.Notebook;

/// <summary>A recording as folded from facts, at one moment.</summary>
/// <param name="Id">Its name.</param>
/// <param name="Started">How it was begun.</param>
/// <param name="Time">When it was begun.</param>
/// <param name="Sound">Where its sound is; null while it is recorded.</param>
/// <param name="Transcript">Where its words are; null where nobody has listened yet.</param>
/// <param name="Marks">What was marked, in the order of the time line.</param>
public sealed record Recording(
    FactId Id, RecordingStarted Started, Hlc Time, RecordingStored? Sound, TranscriptStored? Transcript, ImmutableArray<RecordingMarked> Marks)
{
    /// <inheritdoc/>
    public bool Equals(Recording? other) => other is not null && Id == other.Id && Started == other.Started && Time == other.Time
        && Sound == other.Sound && Transcript == other.Transcript && Marks.AsSpan().SequenceEqual(other.Marks.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Id, Time, Sound, Transcript, Marks.Length);
}
