using System.Collections.Immutable;

namespace Device.Recognition.Speech.Commands;

/// <summary>Something the machine can be told to do.</summary>
/// <param name="Id">What programs call it, such as <c>new-page</c>.</param>
/// <param name="Phrases">What people say, 1 or more.</param>
public sealed record SpokenCommand(string Id, ImmutableArray<string> Phrases)
{
    /// <inheritdoc/>
    public bool Equals(SpokenCommand? other) => other is not null && Id == other.Id && Phrases.AsSpan().SequenceEqual(other.Phrases.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Id, Phrases.Length);
}
