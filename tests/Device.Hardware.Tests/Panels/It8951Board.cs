using Device.Core.Screen;
using Device.Hardware.Panels.It8951;
using Device.Hardware.Simulated.Panels;
using Device.Hardware.Simulated.Panels.It8951;

namespace Device.Hardware.Tests.Panels;

/// <summary>The driver on the emulated chip, without ghosts so that pictures can be compared exactly.</summary>
internal sealed class It8951Board
{
    public It8951Board(
        int width = 64, int height = 48, Func<It8951Options, It8951Options>? options = null, Action<It8951ChipOptions>? chip = null, PanelCapabilities? panel = null)
    {
        var chipOptions = new It8951ChipOptions
        {
            Width = width,
            Height = height,
            MemoryBytes = 2 << 20,
            BufferAddress = 0x0002_2480,
            BusyTime = 0,
            Glass = new EmulatedGlassOptions { Ghost = 0 },
        };
        chip?.Invoke(chipOptions);
        Options = new It8951Options { Vcom = -1.53, MemoryBytes = chipOptions.MemoryBytes };
        Options = options?.Invoke(Options) ?? Options;
        Chip = new It8951Chip(Time, chipOptions);
        Capabilities = panel ?? new PanelCapabilities(width, height, 227, 16, true);
        Panel = new It8951Panel(
            Capabilities, Chip.CreateSpi(Options.CommandClock), Chip.CreateSpi(Options.PixelClock), Options, Chip.Gpio, true, Time);
    }

    public VirtualTime Time { get; } = new();

    public It8951Options Options { get; }

    public It8951Chip Chip { get; }

    public It8951Panel Panel { get; }

    public PanelCapabilities Capabilities { get; }

    public void Run(Func<CancellationToken, Task> test) => Time.Run(() => test(TestContext.Current.CancellationToken));

    public ValueTask ShowAsync(PixelRect region, byte[] grey, RefreshIntent intent, CancellationToken cancellationToken) =>
        Panel.RefreshAsync(region, grey, region.Width, intent, cancellationToken);

    /// <summary>Cleans the panel to white, as every user of a panel does first.</summary>
    public async Task CleanAsync(CancellationToken cancellationToken)
    {
        await ShowAsync(Capabilities.Bounds, Pixels.Paint(Capabilities), RefreshIntent.DeepClean, cancellationToken);
        await Panel.WaitUntilSettledAsync(cancellationToken);
    }

    /// <summary>The driver did nothing that the part would not have understood.</summary>
    public void Obeyed() => Assert.Equal([], Chip.Violations);
}
