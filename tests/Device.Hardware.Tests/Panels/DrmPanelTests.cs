using System.Runtime.CompilerServices;
using CsCheck;
using Device.Core.Screen;
using Device.Hardware.Panels.Drm;
using Device.Hardware.Simulated.Panels.Drm;

namespace Device.Hardware.Tests.Panels;

public sealed class DrmPanelTests
{
    private static readonly PixelRect Region = new(3, 5, 21, 10);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Greys_are_shown_whether_or_not_the_display_has_to_be_told(bool isFlushed)
    {
        var kernel = Kernel(o => o.IsFlushed = isFlushed);
        var ct = TestContext.Current.CancellationToken;
        await using (var panel = Panel(kernel, 48, 32))
        {
            Pixels.Same(Pixels.Paint(panel.Capabilities), kernel.Snapshot());
            var grey = Enumerable.Range(0, Region.Width * Region.Height).Select(i => (byte)(i * 7)).ToArray();
            await panel.RefreshAsync(Region, grey, Region.Width, RefreshIntent.Text, ct);
            await panel.WaitUntilSettledAsync(ct);
            Pixels.Same(Pixels.Paint(panel.Capabilities, (Region, grey)), kernel.Snapshot());
            Assert.Equal(("emulated", "DSI-1"), (panel.Driver, panel.Connector));
        }

        Assert.True(kernel.IsClean);
        Assert.Empty(kernel.Violations);
    }

    [Theory]
    [InlineData(90)]
    [InlineData(180)]
    [InlineData(270)]
    public async Task A_picture_is_turned_clockwise(int rotation)
    {
        var kernel = Kernel();
        var (width, height) = rotation == 180 ? (48, 32) : (32, 48);
        await using var panel = Panel(kernel, width, height, new DrmOptions { Rotation = rotation });
        var picture = Pixels.Uneven(panel.Capabilities.Bounds);
        await panel.RefreshAsync(panel.Capabilities.Bounds, picture, width, RefreshIntent.Text, TestContext.Current.CancellationToken);
        Pixels.Same(Pixels.Turn(picture, width, height, rotation), kernel.Snapshot());
    }

    [Fact]
    public void Whatever_is_asked_for_is_what_is_shown()
    {
        var capabilities = new PanelCapabilities(48, 32, 160, 256, false);
        PanelScript.Of(capabilities, Enum.GetValues<RefreshIntent>()).Sample(script =>
        {
            var kernel = Kernel();
            var panel = Panel(kernel, 48, 32);
            foreach (var step in script)
            {
                var shown = panel.RefreshAsync(step.Region, step.Grey, step.Region.Width, RefreshIntent.Text, TestContext.Current.CancellationToken);
                Assert.True(shown.IsCompletedSuccessfully);
            }

            Pixels.Same(Pixels.Paint(capabilities, [.. script.Select(s => (s.Region, s.Grey))]), kernel.Snapshot());
            Assert.Empty(kernel.Violations);
        });
    }

    [Fact]
    public async Task The_display_can_be_switched_off_and_on_with_its_picture()
    {
        var kernel = Kernel();
        await using var panel = Panel(kernel, 48, 32);
        Assert.True(panel.TrySetPower(false));
        Assert.False(kernel.IsShown);
        var grey = Pixels.Uneven(Region);
        await panel.RefreshAsync(Region, grey, Region.Width, RefreshIntent.Text, TestContext.Current.CancellationToken);
        Assert.True(panel.TrySetPower(true));
        Pixels.Same(Pixels.Paint(panel.Capabilities, (Region, grey)), kernel.Snapshot());
    }

    [Fact]
    public void A_display_of_another_size_is_refused_with_what_there_is()
    {
        var error = Assert.Throws<IOException>(() => Panel(Kernel(), 64, 32));
        Assert.Equal(
            "/dev/emulated has no display of the board's panel, turned 64x32, on any connector; it has emulated HDMI-A-1 with no display, emulated DSI-1 48x32/48x8",
            error.Message);
    }

    [Fact]
    public void What_cannot_be_used_is_refused_with_a_reason()
    {
        Assert.Contains("DSI-1 with no display", Refusal(o => o.IsConnected = false), StringComparison.Ordinal);
        Assert.Contains("cannot show plain memory", Refusal(o => o.HasDumbBuffers = false), StringComparison.Ordinal);
        Assert.Contains("cannot show a picture on DSI-1: Permission denied (errno 13)", Refusal(o => o.HasOtherMaster = true), StringComparison.Ordinal);
        Assert.Contains("on HDMI-A-1", Refusal(_ => { }, new DrmOptions { Connector = "HDMI-A-1" }), StringComparison.Ordinal);
        Assert.Contains("is driven by emulated, rockchip expected", Refusal(_ => { }, new DrmOptions { Driver = "rockchip" }), StringComparison.Ordinal);
    }

    [Fact]
    public void Options_name_every_value_that_cannot_be_used()
    {
        Assert.Empty(new DrmOptions().Validate());
        Assert.Empty(new DrmOptions { Device = "/dev/dri/card1", Driver = "imx-drm", Connector = "DSI-1", Rotation = 270 }.Validate());
        var faults = new DrmOptions { Device = "card0", Driver = "a b", Connector = new string('x', 33), Rotation = 45 }.Validate();
        Assert.Equal(["rotation", "driver", "connector", "device"], faults.Select(f => f.Field));
    }

    [Fact]
    public void A_file_that_is_no_card_is_refused_by_name()
    {
        var error = Assert.Throws<IOException>(() => DrmPanel.Open(new PanelCapabilities(48, 32, 160, 256, false), new DrmOptions { Device = "/dev/null" }));
        Assert.StartsWith("/dev/null is no graphics card", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Structures_have_the_lengths_that_their_requests_hold()
    {
        Assert.Equal(Length(DrmRequest.Version), Unsafe.SizeOf<DrmStructures.Version>());
        Assert.Equal(Length(DrmRequest.GetCapability), Unsafe.SizeOf<DrmStructures.Capability>());
        Assert.Equal(Length(DrmRequest.GetResources), Unsafe.SizeOf<DrmStructures.Resources>());
        Assert.Equal(Length(DrmRequest.SetCrtc), Unsafe.SizeOf<DrmStructures.Crtc>());
        Assert.Equal(Length(DrmRequest.GetEncoder), Unsafe.SizeOf<DrmStructures.Encoder>());
        Assert.Equal(Length(DrmRequest.GetConnector), Unsafe.SizeOf<DrmStructures.Connector>());
        Assert.Equal(Length(DrmRequest.AddFramebuffer), Unsafe.SizeOf<DrmStructures.Framebuffer>());
        Assert.Equal(Length(DrmRequest.Dirty), Unsafe.SizeOf<DrmStructures.DirtyCommand>());
        Assert.Equal(Length(DrmRequest.CreateDumb), Unsafe.SizeOf<DrmStructures.CreateDumb>());
        Assert.Equal(Length(DrmRequest.MapDumb), Unsafe.SizeOf<DrmStructures.MapDumb>());
        Assert.Equal((68, 8), (Unsafe.SizeOf<DrmStructures.Mode>(), Unsafe.SizeOf<DrmStructures.Clip>()));
    }

    private static int Length(uint request) => (int)((request >> 16) & 0x3FFF);

    private static string Refusal(Action<DrmKernelOptions> change, DrmOptions? options = null) =>
        Assert.Throws<IOException>(() => Panel(Kernel(change), 48, 32, options)).Message;

    private static DrmKernel Kernel(Action<DrmKernelOptions>? change = null)
    {
        var options = new DrmKernelOptions { Width = 48, Height = 32 };
        change?.Invoke(options);
        return new DrmKernel(options);
    }

    private static DrmPanel Panel(DrmKernel kernel, int width, int height, DrmOptions? options = null) =>
        new(new PanelCapabilities(width, height, 160, 256, false), new EmulatedDevice(kernel), options ?? new DrmOptions());
}
