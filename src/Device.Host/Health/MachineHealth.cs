using Device.Storage;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Device.Host.Health;

/// <summary>Whether the machine does its work: healthy, or degraded with what is missing.</summary>
internal sealed class MachineHealth(MachineParts machine) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(machine switch
        {
            { Desk.IsOpen: false } => HealthCheckResult.Unhealthy("the notebook is being opened"),
            { Journal.Space.Now: { State: not StorageState.Normal } use } => HealthCheckResult.Degraded($"storage is {(use.State == StorageState.Full ? "full" : "low")}: {use.Reason}"),
            { Problems.Messages.Count: > 0 } => HealthCheckResult.Degraded(string.Join("; ", machine.Problems.Messages)),
            _ => HealthCheckResult.Healthy(),
        });
}
