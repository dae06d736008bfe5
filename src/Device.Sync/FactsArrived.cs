using Device.Core.Notebook;

namespace Device.Sync;

/// <summary>Facts of the account's other machines (or of this machine before a restore).</summary>
/// <param name="Facts">The facts as sent; never empty. Some may be known already.</param>
public sealed record FactsArrived(IReadOnlyList<Fact> Facts) : CloudInput
{
    private readonly Func<CancellationToken, Task>? _accept;

    internal FactsArrived(IReadOnlyList<Fact> facts, Func<CancellationToken, Task> accept)
        : this(facts) => _accept = accept;

    /// <summary>
    /// Tells the broker that the facts are safe: call it once they are in the journal. Until then the broker keeps them and
    /// sends them again on the next connection; <see cref="SyncOptions.ReceiveMaximum"/> of them that are not accepted stop
    /// reception. Does nothing when the connection is gone. Never throws for network reasons.
    /// </summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>When the broker was told.</returns>
    public Task AcceptAsync(CancellationToken cancellationToken = default) => _accept?.Invoke(cancellationToken) ?? Task.CompletedTask;

    /// <inheritdoc/>
    public bool Equals(FactsArrived? other) => other is not null && Facts.SequenceEqual(other.Facts);

    /// <inheritdoc/>
    public override int GetHashCode() => Facts.Count == 0 ? 0 : HashCode.Combine(Facts.Count, Facts[0].Id);
}
