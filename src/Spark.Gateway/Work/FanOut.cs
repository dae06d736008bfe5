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
        var sendings = news.SelectMany(result => ofAccount[result.Account].Where(machine => machine.Device != result.Device)
            .Select(machine => (Machine: machine, Result: result))).ToList();
        if (sendings.Count == 0)
        {
            return;
        }

        var after = await store.LastPositionsAsync(
            [.. sendings.Select(each => new FactCursor(each.Result.Account, each.Result.Added[0].Position - 1, each.Machine.Device, each.Machine.Epoch))],
            cancellationToken);
        await Task.WhenAll(sendings.Zip(after).GroupBy(each => each.First.Machine.Device).Select(async machine =>
        {
            foreach (var ((_, result), before) in machine)
            {
                await sender.SendAsync(machine.Key, result.Account, before, result.Added, cancellationToken);
            }
        }));
    }
}
