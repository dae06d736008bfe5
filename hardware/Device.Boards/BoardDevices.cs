using Device.Core.Power;
using Device.Core.Speech;

namespace Device.Boards;

/// <summary>What a board has besides pen and panel. A part that a board lacks, or that could not be opened, is null.</summary>
/// <param name="Events">Keys, lid, co-processor.</param>
/// <param name="Battery">The gauge.</param>
/// <param name="Clock">The clock that can wake the machine.</param>
/// <param name="Light">The front light.</param>
/// <param name="Power">Sleep and off.</param>
public sealed record BoardDevices(
    IReadOnlyList<IDeviceEvents> Events, IBattery? Battery, IRealTimeClock? Clock, IFrontLight? Light, ISystemPower? Power)
{
    /// <summary>What could not be opened and is done without, for a person: the machine keeps notes all the same.</summary>
    public IReadOnlyList<string> Problems { get; init; } = [];

    /// <summary>The microphone's mute switch, which is among the keys of a board that has one.</summary>
    public MicrophoneMute Mute { get; init; } = new();

    /// <summary>Presses and lets go a key, or moves a switch, of a board whose keys are emulated; null where a person has to.</summary>
    public Action<DeviceEventKind>? PressKey { get; init; }

    /// <summary>What is emulated behind them and has to be closed after them.</summary>
    internal IReadOnlyList<IDisposable> Emulated { get; init; } = [];

    internal async ValueTask CloseAsync()
    {
        foreach (var part in Events.Cast<object?>().Append(Battery).Append(Clock).Append(Light).Concat(Emulated).Distinct())
        {
            switch (part)
            {
                case IAsyncDisposable later:
                    await later.DisposeAsync();
                    break;
                case IDisposable now:
                    now.Dispose();
                    break;
                default:
                    break;
            }
        }
    }
}
