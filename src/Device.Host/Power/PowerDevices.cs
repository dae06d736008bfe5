using Device.Boards;
using Device.Core.Power;
using Device.Hardware.Simulated.Battery;
using Device.Hardware.Simulated.Buttons;
using Device.Hardware.Simulated.FrontLight;
using Device.Hardware.Simulated.Rtc;
using Device.Hardware.Simulated.SystemPower;

namespace Device.Host.Power;

/// <summary>What a board has to do with power. A board lacks what is null.</summary>
/// <param name="Events">Keys, lid, co-processor.</param>
/// <param name="Battery">The gauge.</param>
/// <param name="Clock">The clock that can wake the machine.</param>
/// <param name="Light">The front light.</param>
/// <param name="System">Sleep and off.</param>
internal sealed record PowerDevices(
    IReadOnlyList<IDeviceEvents> Events, IBattery? Battery, IRealTimeClock? Clock, IFrontLight? Light, ISystemPower System)
{
    /// <summary>What an open board has. One that cannot sleep gets a sleep without a machine, which the options then keep from being used.</summary>
    public static PowerDevices Of(BoardDevices board, TimeProvider time) =>
        new(board.Events, board.Battery, board.Clock, board.Light, board.Power ?? new SimulatedPower(time));

    /// <summary>Everything simulated.</summary>
    public static PowerDevices Simulated(TimeProvider time)
    {
        var clock = new SimulatedClock(time);
        return new PowerDevices([new SimulatedKeys(time)], new SimulatedBattery(time), clock, new SimulatedLight(), new SimulatedPower(time, clock));
    }
}
