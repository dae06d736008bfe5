using Spark.Gateway.Store;

namespace Spark.Gateway.Work;

/// <summary>
/// Sends new facts to the account's other machines at once. A machine that is away, or whose message the broker dropped,
/// gets them through <see cref="CatchUp"/>.
/// </summary>
internal sealed class FanOut(IAccountStore store, FactSender sender)
{
    /// <summary>Sends what a batch added.</summary>
    public async Task SendAsync(AppendResult result, CancellationToken cancellationToken)
    {
        var machines = await store.MachinesAsync(result.Account, cancellationToken);
        await Task.WhenAll(machines.Where(machine => machine.Device != result.Device)
            .Select(machine => SendAsync(machine, result, cancellationToken)));
    }

    private async Task SendAsync(MachineState machine, AppendResult result, CancellationToken cancellationToken)
    {
        FactCursor before = new(result.Account, result.Added[0].Position - 1, machine.Device, machine.Epoch);
        var after = await store.LastPositionAsync(before, cancellationToken);
        await sender.SendAsync(machine.Device, result.Account, after, result.Added, cancellationToken);
    }
}
