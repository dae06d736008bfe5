using Device.Core.Notebook;

namespace Spark.Gateway.Store;

/// <summary>What is known of a machine. Immutable.</summary>
/// <param name="Device">The machine.</param>
/// <param name="Account">Its account.</param>
/// <param name="IsOnline">Whether it said so last.</param>
/// <param name="Epoch">The epoch it named last, or null.</param>
/// <param name="Reported">Its last report as JSON, or null.</param>
internal sealed record MachineState(DeviceId Device, string Account, bool IsOnline, ulong? Epoch, string? Reported)
{
    /// <summary>Whether <see cref="Epoch"/> was closed when the machine was expelled: it must rejoin.</summary>
    public bool IsClosed { get; init; }
}
