using Device.Boards.Emulated;
using Device.Core.Ink;
using Device.Core.Screen;
using Device.Core.Touch;
using Device.Hardware.Pen;
using Device.Hardware.Simulated.Panel;
using Device.Hardware.Simulated.Pen;
using Device.Hardware.Simulated.Touch;
using Device.Hardware.Touch;
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

    /// <summary>The touch glass; null where the profile names none.</summary>
    public ITouchSource? Touch { get; private init; }

    /// <summary>The panel.</summary>
    public IPanel Panel { get; }

    /// <summary>What the board has besides.</summary>
    public BoardDevices Devices { get; }

    /// <summary>Its microphone and loudspeaker, opened when they are wanted.</summary>
    public required BoardSound Sound { get; init; }

    /// <summary>Moves the pen of an emulated or simulated board; null on a real one.</summary>
    public IPenFeed? PenFeed { get; private init; }

    /// <summary>Touches the touch glass of an emulated or simulated board; null on a real one, and where there is no touch glass.</summary>
    public ITouchFeed? TouchFeed { get; private init; }

    /// <summary>What is seen on an emulated or simulated board's panel; null on a real one.</summary>
    public IPanelGlass? Glass { get; private init; }

    /// <summary>The chip or kernel that is emulated behind the panel's driver; null where there is none.</summary>
    internal object? Chip { get; private init; }

    /// <summary>Opens a board.</summary>
    /// <param name="profile">The profile, checked.</param>
    /// <param name="options">Whether it is emulated, and how.</param>
    /// <param name="time">The clock.</param>
    /// <param name="loggers">Logs of the drivers.</param>
    /// <returns>The open board.</returns>
    /// <remarks>A pen or touch glass that is not there is waited for, and its <c>Trouble</c> says why; only the panel stops the opening.</remarks>
    /// <exception cref="IOException">The panel's bus or device is not there.</exception>
    /// <exception cref="UnauthorizedAccessException">This user may not open the panel's device.</exception>
    public static OpenBoard Open(BoardProfile profile, OpenBoardOptions options, TimeProvider time, ILoggerFactory loggers)
    {
        var (panel, glass, chip) = options.IsEmulated && profile.Panel.Driver != "simulated"
            ? EmulatedPanels.Open(profile.Panel, options.PanelSpeed, time, loggers)
            : Real(profile.Panel, options.PanelSpeed, time, loggers);
        var (pen, feed) = profile.Pen.Driver != "evdev" ? Simulated() : options.IsEmulated ? EvdevPenFeed.Open(PenOptions(profile.Pen)) : (EvdevPenSource.OpenOrAwait(PenOptions(profile.Pen)), null);
        var (touch, fingers) = OpenTouch(profile.Touch, options.IsEmulated);
        var devices = options.IsEmulated ? new EmulatedDevices(profile, time).Open() : new DeviceDrivers(profile, time, loggers).Open();
        return new OpenBoard(profile, pen, panel, devices)
        {
            Glass = glass,
            PenFeed = feed,
            Touch = touch,
            TouchFeed = fingers,
            Chip = chip,
            Sound = new BoardSound(profile, options.IsEmulated, devices.Mute, time, loggers),
        };
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await Devices.CloseAsync();
        await Panel.DisposeAsync();
        (PenFeed as IDisposable)?.Dispose();
        (Pen as IDisposable)?.Dispose();
        (TouchFeed as IDisposable)?.Dispose();
        (Touch as IDisposable)?.Dispose();
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

    private static (ITouchSource?, ITouchFeed?) OpenTouch(TouchProfile? touch, bool isEmulated)
    {
        switch (touch)
        {
            case null:
                return (null, null);
            case { Driver: "evdev" }:
                return isEmulated ? EvdevTouchFeed.Open(TouchOptions(touch)) : (EvdevTouchSource.OpenOrAwait(TouchOptions(touch)), null);
            default:
                var simulated = new SimulatedTouch();
                return (simulated, simulated);
        }
    }

    private static EvdevPenOptions PenOptions(PenProfile pen)
    {
        var options = new EvdevPenOptions { DevicePath = pen.Device! };
        options.Calibration = Calibration(pen.Calibration) ?? options.Calibration;
        return options;
    }

    private static EvdevTouchOptions TouchOptions(TouchProfile touch)
    {
        var options = new EvdevTouchOptions { DevicePath = touch.Device ?? "" };
        options.Calibration = Calibration(touch.Calibration) ?? options.Calibration;
        return options;
    }

    private static PenCalibration? Calibration(IReadOnlyList<float>? six) =>
        six is [var xx, var xy, var x0, var yx, var yy, var y0] ? new PenCalibration(xx, xy, x0, yx, yy, y0) : null;
}
