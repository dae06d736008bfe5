using Device.Core.Ink;
using Device.Core.Screen;
using Device.Hardware.Pen;
using Device.Hardware.Simulated.Panel;
using Device.Hardware.Simulated.Pen;
using Device.Host.Options;

namespace Device.Host.Boards;

/// <summary>The drivers that a board profile names.</summary>
/// <param name="Pen">The pen.</param>
/// <param name="Panel">The panel.</param>
internal sealed record BoardDrivers(IPenSource Pen, IPanel Panel) : IAsyncDisposable
{
    private const int SmallestSide = 400;

    /// <summary>The simulated pen, or null on a real one.</summary>
    public SimulatedPen? SimulatedPen => Pen as SimulatedPen;

    /// <summary>The simulated panel, or null on a real one.</summary>
    public SimulatedPanel? SimulatedPanel => Panel as SimulatedPanel;

    public static BoardDrivers Open(BoardProfile board, DeviceOptions options, TimeProvider time, ILoggerFactory loggers)
    {
        if (Math.Min(board.Panel.Width, board.Panel.Height) < SmallestSide)
        {
            throw new BoardException($"board '{board.Name}': a panel of {board.Panel.Width} x {board.Panel.Height} pixels is too small for a page, at least {SmallestSide} each way expected");
        }

        var panel = PanelDrivers.Open(board.Panel, options.PanelSpeed, time, loggers);
        return new BoardDrivers(board.Pen.Driver == "evdev" ? Evdev(board.Pen) : new SimulatedPen(), panel);
    }

    public async ValueTask DisposeAsync()
    {
        await Panel.DisposeAsync();
        (Pen as IDisposable)?.Dispose();
    }

    private static EvdevPenSource Evdev(PenProfile pen)
    {
        var options = new EvdevPenOptions { DevicePath = pen.Device! };
        if (pen.Calibration is [var xx, var xy, var x0, var yx, var yy, var y0])
        {
            options.Calibration = new PenCalibration(xx, xy, x0, yx, yy, y0);
        }

        return EvdevPenSource.Open(options);
    }
}
