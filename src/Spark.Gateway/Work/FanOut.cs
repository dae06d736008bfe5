using Spark.Gateway.Store;

namespace Spark.Gateway.Work;

/// <summary>
/// Sends new facts to the account's other machines at once. A machine that is away, or whose message the broker dropped,
/// gets them through <see cref="CatchUp"/>.
/// </summary>
internal sealed class FanOut(IAccountStore store, FactSender sender)
{
    /// <summary>Sends what batches added, to each machine in their order.</summary>
    public async Task SendAsync(IReadOnlyList<AppendResult> results, CancellationToken cancellationToken)
    {
        var news = results.Where(result => result.Added.Count > 0).ToList();
        if (news.Count == 0)
        {
            return;
        }

        var machines = await store.MachinesAsync([.. news.Select(result => result.Account).Distinct()], cancellationToken);
        var ofAccount = machines.ToLookup(machine => machine.Account);
        await Task.WhenAll(news.GroupBy(result => result.Account)
            .SelectMany(account => ofAccount[account.Key].Select(machine => SendAsync(machine, account, cancellationToken))));
    }

    private async Task SendAsync(MachineState machine, IEnumerable<AppendResult> news, CancellationToken cancellationToken)
    {
        foreach (var result in news.Where(result => result.Device != machine.Device))
        {
            FactCursor before = new(result.Account, result.Added[0].Position - 1, machine.Device, machine.Epoch);
            var after = await store.LastPositionAsync(before, cancellationToken);
            await sender.SendAsync(machine.Device, result.Account, after, result.Added, cancellationToken);
        }
    }
}
