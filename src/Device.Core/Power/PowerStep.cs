using System.Collections.Immutable;

namespace Device.Core.Power;

/// <summary>Where an input leads, and what is done on the way.</summary>
/// <param name="Next">The state afterwards.</param>
/// <param name="Effects">What is done, in order.</param>
public sealed record PowerStep(PowerState Next, ImmutableArray<PowerEffect> Effects)
{
    /// <inheritdoc/>
    public bool Equals(PowerStep? other) => other is not null && Next == other.Next && Effects.AsSpan().SequenceEqual(other.Effects.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Next, Effects.Length);
}
