using Device.Core.Screen;
using Device.Hardware.Panels.Drm;
using Device.Hardware.Panels.Framebuffer;

namespace Device.Lab.Panels;

/// <summary>Displays of the kernel, up to the pixels that the emulated glass shows.</summary>
internal static class DisplayChecks
{
    private const int Width = 1280;
    private const int Height = 800;
    private static readonly PanelCapabilities Glass = new(Width, Height, 120, 256, false);
    private static readonly PixelRect Patch = new(101, 57, 211, 133);

    public static IReadOnlyList<LabCheck> All =>
    [
        new("fbdev-shows-what-is-asked-for", FbdevAsync),
        new("drm-shows-what-is-asked-for", DrmAsync),
        new("drm-turns-the-picture", TurnedAsync),
        new("drm-switches-off-and-on", PowerAsync),
        new("drm-belongs-to-one-program", MasterAsync),
        new("drm-says-what-there-is", SizeAsync),
        new("drm-update-takes", TimeAsync),
    ];

    private static async Task<string> FbdevAsync(LabBench bench, CancellationToken ct)
    {
        if (!File.Exists("/dev/fb0"))
        {
            throw new LabSkipException("this kernel makes no /dev/fb0 for the card");
        }

        // The console of the kernel would blink into the picture.
        await File.WriteAllTextAsync("/sys/class/graphics/fbcon/cursor_blink", "0", ct);
        await using var panel = FbdevPanel.Open(Glass, new FbdevOptions());
        var picture = await ShowAsync(panel, ct);
        await ScreenDump.ExpectAsync(bench, "fbdev", Width, Height, picture, ct);
        return "1280x800, a picture and a patch over it, pixel by pixel on the screen";
    }

    private static async Task<string> DrmAsync(LabBench bench, CancellationToken ct)
    {
        Need();
        await using var panel = DrmPanel.Open(Glass, new DrmOptions());
        await ScreenDump.ExpectAsync(bench, "drm-white", Width, Height, White(), ct);
        var picture = await ShowAsync(panel, ct);
        await ScreenDump.ExpectAsync(bench, "drm", Width, Height, picture, ct);
        return $"{panel.Driver} {panel.Connector}, white at first, then a picture and a patch over it, pixel by pixel on the screen";
    }

    private static async Task<string> TurnedAsync(LabBench bench, CancellationToken ct)
    {
        Need();
        await using var panel = DrmPanel.Open(new PanelCapabilities(Height, Width, 120, 256, false), new DrmOptions { Rotation = 90 });
        var upright = Uneven(Height, Width, 3);
        await panel.RefreshAsync(panel.Capabilities.Bounds, upright, Height, RefreshIntent.Image, ct);
        var turned = new byte[upright.Length];
        for (var i = 0; i < upright.Length; i++)
        {
            var (x, y) = (i % Height, i / Height);
            turned[(x * Width) + Width - 1 - y] = upright[i];
        }

        await ScreenDump.ExpectAsync(bench, "drm-turned", Width, Height, turned, ct);
        return "800x1280 by 90 degrees";
    }

    private static async Task<string> PowerAsync(LabBench bench, CancellationToken ct)
    {
        Need();
        await using var panel = DrmPanel.Open(Glass, new DrmOptions { Driver = "virtio_gpu", Connector = "Virtual-1" });
        Expect.That(panel.TrySetPower(false), "the kernel does not switch the display off");
        var picture = await ShowAsync(panel, ct);
        Expect.That(panel.TrySetPower(true), "the kernel does not switch the display on");
        await ScreenDump.ExpectAsync(bench, "drm-on", Width, Height, picture, ct);
        return "and shows what was asked for meanwhile";
    }

    private static async Task<string> MasterAsync(LabBench bench, CancellationToken ct)
    {
        Need();
        string said;
        await using (DrmPanel.Open(Glass, new DrmOptions()))
        {
            said = (await Expect.ThrowsAsync<IOException>("a second program's picture", async () => await DrmPanel.Open(Glass, new DrmOptions()).DisposeAsync())).Message;
        }

        await using var again = DrmPanel.Open(Glass, new DrmOptions());
        var picture = await ShowAsync(again, ct);
        await ScreenDump.ExpectAsync(bench, "drm-again", Width, Height, picture, ct);
        return said;
    }

    private static async Task<string> SizeAsync(LabBench bench, CancellationToken ct)
    {
        Need();
        var error = await Expect.ThrowsAsync<IOException>(
            "another size", async () => await DrmPanel.Open(new PanelCapabilities(123, 457, 120, 256, false), new DrmOptions()).DisposeAsync());
        Expect.That(error.Message.Contains("1280x800", StringComparison.Ordinal), error.Message);
        return error.Message;
    }

    private static async Task<string> TimeAsync(LabBench bench, CancellationToken ct)
    {
        Need();
        await using var panel = DrmPanel.Open(Glass, new DrmOptions());
        var (small, whole) = (new Figures(), new Figures());
        var (dot, picture) = (Uneven(48, 48, 1), Uneven(Width, Height, 1));
        for (var i = 0; i < 120; i++)
        {
            var start = bench.Microseconds;
            await panel.RefreshAsync(new PixelRect(i * 2, i, 48, 48), dot, 48, RefreshIntent.Pen, ct);
            small.Add(bench.Microseconds - start);
        }

        for (var i = 0; i < 30; i++)
        {
            var start = bench.Microseconds;
            await panel.RefreshAsync(Glass.Bounds, picture, Width, RefreshIntent.PageTurn, ct);
            whole.Add(bench.Microseconds - start);
        }

        return $"48x48 {small}; 1280x800 {whole}";
    }

    private static void Need()
    {
        if (!Directory.Exists("/dev/dri"))
        {
            throw new LabSkipException("this kernel has no graphics card");
        }
    }

    private static async Task<byte[]> ShowAsync(IPanel panel, CancellationToken ct)
    {
        var picture = Uneven(Width, Height, 5);
        await panel.RefreshAsync(Glass.Bounds, picture, Width, RefreshIntent.Image, ct);
        var patch = Uneven(Patch.Width, Patch.Height, 11);
        await panel.RefreshAsync(Patch, patch, Patch.Width, RefreshIntent.Text, ct);
        for (var y = 0; y < Patch.Height; y++)
        {
            patch.AsSpan(y * Patch.Width, Patch.Width).CopyTo(picture.AsSpan(((Patch.Y + y) * Width) + Patch.X));
        }

        await panel.WaitUntilSettledAsync(ct);
        return picture;
    }

    private static byte[] White()
    {
        var grey = new byte[Width * Height];
        Array.Fill(grey, (byte)255);
        return grey;
    }

    /// <summary>A picture that differs in every direction.</summary>
    private static byte[] Uneven(int width, int height, int seed)
    {
        var grey = new byte[width * height];
        for (var i = 0; i < grey.Length; i++)
        {
            var (x, y) = (i % width, i / width);
            grey[i] = (byte)((x * 3) + (y * 5) + (x * y % 7) + (seed * 31));
        }

        return grey;
    }
}
