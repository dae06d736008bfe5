using Device.Core.Notebook;
using Device.Storage;

namespace Device.Host.Flows;

/// <summary>What the journal may drop: what the account's machines have told of themselves, by the law of <see cref="FactRetention"/>. Thread-safe.</summary>
internal sealed class Retention(Journal journal)
{
    private TombstoneHorizon _horizon = TombstoneHorizon.None;

    /// <summary>Takes what every machine of the account has.</summary>
    public void Take(TombstoneHorizon horizon) => Volatile.Write(ref _horizon, horizon);

    /// <summary>Reads the journal once for all who need to look at every fact.</summary>
    /// <param name="look">Is shown each body.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>Whether a fact may be dropped, the same for each at any time; null when none may.</returns>
    /// <exception cref="IOException">The journal cannot be read.</exception>
    public async Task<Func<Fact, bool>?> ReadAsync(Action<FactBody> look, CancellationToken cancellationToken)
    {
        var horizon = Volatile.Read(ref _horizon);

        // A journal that was restored since it told lacks what the others believe it has; it may have lost the very erasures.
        var holds = horizon.Seen.Epochs.Length > 0 && journal.Report.Holes.Count == 0 && journal.Seen().Covers(horizon.Seen);
        var notebook = new Notebook();
        await foreach (var entry in journal.ReadAsync(1, follow: false, cancellationToken))
        {
            look(entry.Fact.Body);
            if (holds)
            {
                notebook.Apply(entry.Fact);
            }
        }

        return holds ? new FactRetention(notebook, horizon).IsSuperseded : null;
    }
}
