using Device.Core.Screen;
using Device.Hardware.Panels;
using Device.Hardware.Panels.Drm;
using Device.Hardware.Panels.Framebuffer;
using Device.Hardware.Panels.It8951;
using Device.Hardware.Panels.Kernel;
using Device.Hardware.Panels.RockchipEbc;
using Device.Hardware.Panels.Ssd1680;
using Device.Hardware.Simulated.Panel;
using Device.Hardware.Simulated.Panels;
using Device.Hardware.Simulated.Panels.Drm;
using Device.Hardware.Simulated.Panels.Framebuffer;
using Device.Hardware.Simulated.Panels.It8951;
using Device.Hardware.Simulated.Panels.RockchipEbc;
using Device.Hardware.Simulated.Panels.Ssd1680;
using Microsoft.Extensions.Logging;

namespace Device.Boards.Emulated;

/// <summary>The chip or kernel that a profile's panel sits on, emulated, with the real driver before it.</summary>
internal static class EmulatedPanels
{
    private const double LabelVolts = -1.53;

    public static (IPanel Panel, IPanelGlass Glass, object Chip) Open(PanelProfile panel, double speed, TimeProvider time, ILoggerFactory loggers)
    {
        var capabilities = PanelDrivers.CapabilitiesOf(panel);
        var glass = new EmulatedGlassOptions { TimeScale = 1 / speed };
        return panel.Driver switch
        {
            "it8951" => It8951(capabilities, panel.It8951!, glass, time, loggers),
            "ssd1680" => Ssd1680(capabilities, panel.Ssd1680 ?? new Ssd1680Options(), glass, time, loggers),
            "mxcfb" => Mxcfb(capabilities, panel.Mxcfb ?? new MxcfbOptions(), glass, time, loggers),
            "ebc" => Ebc(capabilities, panel.Ebc ?? new EbcOptions(), glass, time),
            "fbdev" => Fbdev(capabilities, panel.Fbdev ?? new FbdevOptions(), time),
            "drm" => Drm(capabilities, panel.Drm ?? new DrmOptions(), time),
            _ => throw new ArgumentException($"panel.driver '{panel.Driver}' has no emulated chip", nameof(panel)),
        };
    }

    private static (IPanel, IPanelGlass, object) It8951(
        PanelCapabilities panel, It8951Options options, EmulatedGlassOptions glass, TimeProvider time, ILoggerFactory loggers)
    {
        // Each real panel has its own voltage on a label; this one has what the emulated label says.
        options = options with { Vcom = LabelVolts, VcomFile = "" };
        var (width, height) = Turned(panel, options.Rotation);
        var chip = new It8951Chip(
            time, new It8951ChipOptions { Width = width, Height = height, MemoryBytes = options.MemoryBytes, MostTransfer = options.MostTransfer, Glass = glass },
            options.ResetPin, options.ReadyPin);
        var driver = new It8951Panel(
            panel, chip.CreateSpi(options.CommandClock), chip.CreateSpi(options.PixelClock), options, chip.Gpio, true, time, loggers.CreateLogger<It8951Panel>());
        return (driver, new TurnedGlass(panel, chip.Glass, options.Rotation, time, () => chip.Violations), chip);
    }

    private static (IPanel, IPanelGlass, object) Ssd1680(
        PanelCapabilities panel, Ssd1680Options options, EmulatedGlassOptions glass, TimeProvider time, ILoggerFactory loggers)
    {
        var (width, height) = Turned(panel, options.Rotation);
        glass.Engines = 1;
        options = options with { LeastFull = (int)(options.LeastFull * glass.TimeScale), LeastPartial = (int)(options.LeastPartial * glass.TimeScale) };
        var chipOptions = new Ssd1680ChipOptions { Width = width, Height = height, MostTransfer = options.MostTransfer, Glass = glass };
        var chip = new Ssd1680Chip(time, chipOptions, options.DataPin, options.ResetPin, options.BusyPin);
        var driver = new Ssd1680Panel(panel, chip.CreateSpi(options.Clock), options, chip.Gpio, true, time, loggers.CreateLogger<Ssd1680Panel>());
        return (driver, new TurnedGlass(panel, chip.Glass, options.Rotation, time, () => chip.Violations), chip);
    }

    private static (IPanel, IPanelGlass, object) Mxcfb(
        PanelCapabilities panel, MxcfbOptions options, EmulatedGlassOptions glass, TimeProvider time, ILoggerFactory loggers)
    {
        var (width, height) = Turned(panel, options.Rotation);
        var table = MxcfbTable.Known[options.Table];
        var screen = new FbdevKernel(new FbdevKernelOptions { Width = width, Height = height, BitsPerPixel = 8 });
        var kernel = new MxcfbKernel(time, screen, KindOf(options.Layout ?? table.Layout), ByNumber(options.Waveforms ?? table.Waveforms), glass) { Alignment = options.Alignment };
        var device = new EmulatedKernelDevice(options.Device, kernel.Ioctl, screen.Ioctl, screen.Memory);
        var driver = new MxcfbPanel(panel, device, new BlockingThread("panel"), options, time, loggers.CreateLogger<MxcfbPanel>());
        return (driver, new TurnedGlass(panel, kernel.Glass, options.Rotation, time, () => kernel.Violations), kernel);
    }

    private static (IPanel, IPanelGlass, object) Ebc(PanelCapabilities panel, EbcOptions options, EmulatedGlassOptions glass, TimeProvider time)
    {
        var (width, height) = Turned(panel, options.Rotation);
        var modes = ByNumber(options.Modes ?? EbcTable.Known[options.Table].Modes);
        (modes[EbcTable.Overlay], modes[EbcTable.FullGc16]) = (Waveform.Du, Waveform.Gc16);
        var requests = (options.Commands.GetBuffer, options.Commands.SendBuffer, options.Commands.GetInfo, options.Commands.EnableOverlay, options.Commands.DisableOverlay);

        // The device maps a fixed length, which is more than its buffers.
        var buffers = Math.Clamp(options.MapBytes / (width * height / 2), 2, 16);
        var kernel = new EbcKernel(time, new EbcKernelOptions { Width = width, Height = height, Buffers = buffers, Modes = modes, Requests = requests, Glass = glass });
        var device = new EmulatedKernelDevice(options.Device, kernel.Ioctl, kernel.Ioctl, kernel.Memory);
        var driver = new EbcPanel(panel, device, new BlockingThread("panel"), options with { MapBytes = kernel.Memory.Length }, time);
        return (driver, new TurnedGlass(panel, kernel.Glass, options.Rotation, time, () => kernel.Violations), kernel);
    }

    private static (IPanel, IPanelGlass, object) Fbdev(PanelCapabilities panel, FbdevOptions options, TimeProvider time)
    {
        var (width, height) = Turned(panel, options.Rotation);
        var kernel = new FbdevKernel(new FbdevKernelOptions { Width = width, Height = height });
        var driver = new FbdevPanel(panel, new EmulatedKernelDevice(options.Device, kernel.Ioctl, kernel.Ioctl, kernel.Memory), options);
        return (driver, new LcdGlass(panel, kernel.Snapshot, options.Rotation, time), kernel);
    }

    private static (IPanel, IPanelGlass, object) Drm(PanelCapabilities panel, DrmOptions options, TimeProvider time)
    {
        var (width, height) = Turned(panel, options.Rotation);
        var driver = options.Driver.Length > 0 ? options.Driver : "emulated";
        var kernel = new DrmKernel(new DrmKernelOptions { Width = width, Height = height, Driver = driver });
        var device = new EmulatedKernelDevice("/dev/dri/card0", kernel.Ioctl, kernel.Ioctl, default) { Buffers = kernel.Map };
        return (new DrmPanel(panel, device, options), new LcdGlass(panel, kernel.Snapshot, options.Rotation, time), kernel);
    }

    private static Dictionary<int, Waveform> ByNumber(WaveformNumbers numbers) =>
        Enum.GetValues<Waveform>().Where(w => numbers[w] is not null).ToDictionary(w => numbers[w]!.Value);

    private static MxcfbKernelKind KindOf(MxcfbLayout layout) => layout switch
    {
        MxcfbLayout.V1 => MxcfbKernelKind.V1,
        MxcfbLayout.Ntx => MxcfbKernelKind.Ntx,
        MxcfbLayout.Kindle => MxcfbKernelKind.Kindle,
        MxcfbLayout.KindleRex => MxcfbKernelKind.KindleRex,
        MxcfbLayout.KindleZelda => MxcfbKernelKind.KindleZelda,
        _ => MxcfbKernelKind.V2,
    };

    private static (int Width, int Height) Turned(PanelCapabilities panel, int rotation) =>
        rotation is 90 or 270 ? (panel.Height, panel.Width) : (panel.Width, panel.Height);
}
