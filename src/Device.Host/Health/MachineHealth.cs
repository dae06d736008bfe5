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
            _ when Problems() is { Count: > 0 } problems => HealthCheckResult.Degraded(string.Join("; ", problems)),
            { Drivers.Devices.Mute.IsMuted: true } => HealthCheckResult.Healthy("the microphone is muted by its switch"),
            _ => HealthCheckResult.Healthy(),
        });

    private List<string> Problems()
    {
        List<string> problems = [.. machine.Problems.Messages];
        if (machine.Journal.Space.Now is { State: not StorageState.Normal } use)
        {
            problems.Add($"storage is {(use.State == StorageState.Full ? "full" : "low")}: {use.Reason}");
        }

        if (machine.Drivers.Panel.Condition.Trouble is { } trouble)
        {
            problems.Add($"the panel does not work, notes are kept meanwhile: {trouble}");
        }

        if (machine.Drivers.Pen.Trouble is { } pen)
        {
            problems.Add($"nothing can be written, the digitiser is waited for: {pen}");
        }

        if (machine.Drivers.Touch?.Trouble is { } touch)
        {
            problems.Add($"fingers are not felt, the touch glass is waited for: {touch}");
        }

        if (problems.Count > 0 && machine.Drivers.Devices.Mute.IsMuted)
        {
            problems.Add("the microphone is muted by its switch");
        }

        return problems;
    }
}
