using Device.Boards.Emulated;
using Device.Core.Ink;
using Device.Core.Screen;
using Device.Hardware.Pen;
using Device.Hardware.Simulated.Panel;
using Device.Hardware.Simulated.Pen;
using Microsoft.Extensions.Logging;

namespace Device.Boards;

/// <summary>
/// A board whose drivers are open. On an emulated one the same drivers run against chips and kernels emulated at the bus, so
/// that somebody can move its pen and look at its glass. Disposing it closes the drivers.
/// </summary>
public sealed class OpenBoard : IAsyncDisposable
{
    private OpenBoard(BoardProfile profile, IPenSource pen, IPanel panel, BoardDevices devices) => (Profile, Pen, Panel, Devices) = (profile, pen, panel, devices);

    /// <summary>What it was opened from.</summary>
    public BoardProfile Profile { get; }

    /// <summary>The pen.</summary>
    public IPenSource Pen { get; }

    /// <summary>The panel.</summary>
    public IPanel Panel { get; }

    /// <summary>What the board has besides.</summary>
    public BoardDevices Devices { get; }

    /// <summary>Its microphone and loudspeaker, opened when they are wanted.</summary>
    public required BoardSound Sound { get; init; }

    /// <summary>Moves the pen of an emulated or simulated board; null on a real one.</summary>
    public IPenFeed? PenFeed { get; private init; }

    /// <summary>The glass of an emulated or simulated board; null on a real one.</summary>
    public IPanelGlass? Glass { get; private init; }

    /// <summary>The chip or kernel that is emulated behind the panel's driver; null where there is none.</summary>
    internal object? Chip { get; private init; }

    /// <summary>Opens a board.</summary>
    /// <param name="profile">The profile, checked.</param>
    /// <param name="options">Whether it is emulated, and how.</param>
    /// <param name="time">The clock.</param>
    /// <param name="loggers">Logs of the drivers.</param>
    /// <returns>The open board.</returns>
    /// <exception cref="IOException">A bus or device is not there.</exception>
    /// <exception cref="UnauthorizedAccessException">This user may not open a device.</exception>
    public static OpenBoard Open(BoardProfile profile, OpenBoardOptions options, TimeProvider time, ILoggerFactory loggers)
    {
        var (panel, glass, chip) = options.IsEmulated && profile.Panel.Driver != "simulated"
            ? EmulatedPanels.Open(profile.Panel, options.PanelSpeed, time, loggers)
            : Real(profile.Panel, options.PanelSpeed, time, loggers);
        var (pen, feed) = profile.Pen.Driver != "evdev" ? Simulated() : options.IsEmulated ? EvdevPenFeed.Open(PenOptions(profile.Pen)) : (EvdevPenSource.Open(PenOptions(profile.Pen)), null);
        var devices = options.IsEmulated ? new EmulatedDevices(profile, time).Open() : new DeviceDrivers(profile, time, loggers).Open();
        return new OpenBoard(profile, pen, panel, devices)
        {
            Glass = glass, PenFeed = feed, Chip = chip, Sound = new BoardSound(profile, options.IsEmulated, time, loggers),
        };
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await Devices.CloseAsync();
        await Panel.DisposeAsync();
        (PenFeed as IDisposable)?.Dispose();
        (Pen as IDisposable)?.Dispose();
        (Chip as IDisposable)?.Dispose();
    }

    private static (IPanel, IPanelGlass?, object?) Real(PanelProfile panel, double speed, TimeProvider time, ILoggerFactory loggers)
    {
        var opened = PanelDrivers.Open(panel, speed, time, loggers);
        return (opened, opened as SimulatedPanel, null);
    }

    private static (IPenSource, IPenFeed?) Simulated()
    {
        var pen = new SimulatedPen();
        return (pen, pen);
    }

    private static EvdevPenOptions PenOptions(PenProfile pen)
    {
        var options = new EvdevPenOptions { DevicePath = pen.Device! };
        if (pen.Calibration is [var xx, var xy, var x0, var yx, var yy, var y0])
        {
            options.Calibration = new PenCalibration(xx, xy, x0, yx, yy, y0);
        }

        return options;
    }
}
