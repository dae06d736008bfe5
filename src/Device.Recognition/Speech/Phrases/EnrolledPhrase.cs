using System.Collections.Immutable;

namespace Device.Recognition.Speech.Phrases;

/// <summary>A phrase as a person said it a few times. Immutable; stored as in docs/formats/phrase.md.</summary>
/// <param name="Name">What it is called, 1 to <see cref="PhraseLimits.NameLength"/> characters.</param>
/// <param name="Threshold">The likeness from which it counts as said, 0 to 1.</param>
/// <param name="Takes">For each take its scaled embeddings, a step every 80 ms.</param>
public sealed record EnrolledPhrase(string Name, float Threshold, ImmutableArray<ImmutableArray<float>> Takes)
{
    /// <inheritdoc/>
    public bool Equals(EnrolledPhrase? other) =>
        other is not null && Name == other.Name && Threshold.Equals(other.Threshold) && Takes.Length == other.Takes.Length
        && Takes.Zip(other.Takes).All(t => t.First.AsSpan().SequenceEqual(t.Second.AsSpan()));

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Name, Threshold, Takes.Length);
}
