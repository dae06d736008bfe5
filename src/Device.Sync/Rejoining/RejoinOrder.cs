using Device.Messages;

namespace Device.Sync.Rejoining;

/// <summary>How far a machine is in rejoining its account. Kept on flash before each step, so that a cut at any moment is made good. Immutable.</summary>
/// <param name="Closed">What is stored of each closed epoch.</param>
/// <param name="Attempts">Epochs under which facts were written again, 16 hexadecimal digits each; only the last one counts.</param>
/// <param name="Written">Whether everything is written again under the last of them.</param>
/// <param name="Done">Whether the old facts are gone; what is left of the order then says that these epochs are dealt with.</param>
public sealed record RejoinOrder(IReadOnlyList<AckMessage> Closed, IReadOnlyList<string> Attempts, bool Written, bool Done)
{
    /// <summary>Most closed epochs that are remembered.</summary>
    public const int MostClosed = 64;

    /// <summary>A new order, which takes the place of one that is done.</summary>
    /// <param name="due">What the session passed on.</param>
    /// <param name="before">The order of an earlier expulsion, or null.</param>
    /// <returns>The order.</returns>
    public static RejoinOrder Of(RejoinDue due, RejoinOrder? before)
    {
        var old = before?.Closed.Where(c => due.Closed.All(d => d.Epoch != c.Epoch)) ?? [];
        return new RejoinOrder([.. due.Closed.Concat(old).Take(MostClosed)], [], Written: false, Done: false);
    }
}
