using CsCheck;
using Device.Core.Screen;
using Device.Hardware.Panels;
using Device.Hardware.Panels.Framebuffer;
using Device.Hardware.Simulated.Panels;
using Device.Hardware.Simulated.Panels.Framebuffer;

namespace Device.Hardware.Tests.Panels;

public sealed class MxcfbPanelTests
{
    private static readonly PixelRect Region = new(13, 6, 19, 11);

    private readonly VirtualTime _time = new();

    [Theory]
    [InlineData("imx", MxcfbKernelKind.V1, MxcfbLayout.V1)]
    [InlineData("imx", MxcfbKernelKind.Ntx, MxcfbLayout.Ntx)]
    [InlineData("imx", MxcfbKernelKind.V2, MxcfbLayout.V2)]
    [InlineData("imx", MxcfbKernelKind.SoloLite, MxcfbLayout.V1)]
    [InlineData("imx", MxcfbKernelKind.KindleRex, MxcfbLayout.KindleRex)]
    [InlineData("imx", MxcfbKernelKind.NoWait, MxcfbLayout.V1)]
    [InlineData("kobo", MxcfbKernelKind.Ntx, MxcfbLayout.Ntx)]
    [InlineData("kobo-mark7", MxcfbKernelKind.V2, MxcfbLayout.V2)]
    [InlineData("kindle", MxcfbKernelKind.Kindle, MxcfbLayout.Kindle)]
    [InlineData("kindle-rex", MxcfbKernelKind.KindleRex, MxcfbLayout.KindleRex)]
    [InlineData("kindle-zelda", MxcfbKernelKind.KindleZelda, MxcfbLayout.KindleZelda)]
    [InlineData("remarkable", MxcfbKernelKind.V2, MxcfbLayout.V2)]
    public void Every_vendors_kernel_gets_its_own_structure_numbers_and_wait(string table, MxcfbKernelKind kind, MxcfbLayout layout)
    {
        var (kernel, panel) = Board(o => o with { Table = table }, kind);
        Run(async ct =>
        {
            await CleanAsync(panel, ct);
            RefreshIntent[] intents = [RefreshIntent.Text, RefreshIntent.Image, RefreshIntent.Interface, RefreshIntent.PageTurn];
            foreach (var intent in intents)
            {
                await Show(panel, Region, FourGreys(Region, (int)intent), intent, ct);
            }

            await Show(panel, new(40, 30, 5, 5), new byte[25], RefreshIntent.Pen, ct);
            await panel.WaitUntilSettledAsync(ct);
            Pixels.Same(
                Pixels.Paint(panel.Capabilities, (Region, FourGreys(Region, (int)RefreshIntent.PageTurn)), (new(40, 30, 5, 5), new byte[25])), kernel.Glass.Snapshot());
            Assert.Equal((0, layout), (panel.WaitTimeouts, panel.Layout));
            Assert.Empty(kernel.Violations);
        });
    }

    [Fact]
    public void Requests_have_the_numbers_that_the_vendors_headers_give()
    {
        Assert.Equal(0x4040_462Eu, MxcfbUpdate.Request(MxcfbLayout.V1));
        Assert.Equal(0x4044_462Eu, MxcfbUpdate.Request(MxcfbLayout.Ntx));
        Assert.Equal(0x4048_462Eu, MxcfbUpdate.Request(MxcfbLayout.V2));
        Assert.Equal(0x4048_462Eu, MxcfbUpdate.Request(MxcfbLayout.Kindle));
    }

    [Fact]
    public void The_rectangle_begins_with_its_top()
    {
        var bytes = new byte[MxcfbUpdate.MostBytes];
        Assert.Equal(72, new MxcfbUpdate(new(8, 16, 24, 32), 2, true, 7, 0x1000, 2, 1, 2).Encode(MxcfbLayout.V2, bytes));
        Assert.Equal([16, 8, 24, 32, 2, 1, 7, 0x1000, 2, 0], Enumerable.Range(0, 10).Select(i => BitConverter.ToInt32(bytes, i * 4)));
        new MxcfbUpdate(new(8, 16, 24, 32), 2, true, 7, 0x1001, 2, 1, 3).Encode(MxcfbLayout.Kindle, bytes);
        Assert.Equal([16, 8, 24, 32, 2, 1, 7, 1, 3, 0x1001, 2, 0], Enumerable.Range(0, 12).Select(i => BitConverter.ToInt32(bytes, i * 4)));
    }

    [Fact]
    public void Kindles_structure_is_not_mistaken_for_another_when_it_is_named()
    {
        var (kernel, panel) = Board(o => o with { Table = "kindle", Intents = new IntentWaveforms { Text = Waveform.Glr16 } }, MxcfbKernelKind.Kindle);
        Run(async ct =>
        {
            await CleanAsync(panel, ct);
            await Show(panel, Region, FourGreys(Region, 0), RefreshIntent.Text, ct);
            await Show(panel, new(40, 30, 5, 5), new byte[25], RefreshIntent.Pen, ct);
            await panel.WaitUntilSettledAsync(ct);
            Assert.Equal((8, 1, (8, 8), 0x1001), (kernel.Sent[^2].Waveform, kernel.Sent[^2].Mode, kernel.Sent[^2].Histogram, kernel.Sent[^2].Temperature));
            Assert.Equal((1, 0, (1, 2)), (kernel.Sent[^1].Waveform, kernel.Sent[^1].Mode, kernel.Sent[^1].Histogram));
            Assert.Empty(kernel.Violations);
        });
    }

    [Theory]
    [InlineData(uint.MaxValue, 1u)]
    [InlineData(uint.MaxValue - 1, uint.MaxValue)]
    [InlineData(0u, 1u)]
    [InlineData(41u, 42u)]
    public void Markers_go_round_and_are_never_zero(uint marker, uint next) => Assert.Equal(next, MxcfbController.Next(marker));

    [Fact]
    public void Markers_that_go_round_are_still_waited_for()
    {
        var (kernel, panel) = Board(firstMarker: uint.MaxValue - 2);
        Run(async ct =>
        {
            await CleanAsync(panel, ct);
            await Show(panel, Region, FourGreys(Region, 1), RefreshIntent.Image, ct);
            await panel.WaitUntilSettledAsync(ct);
            Assert.Equal([uint.MaxValue - 1, uint.MaxValue, 1u, 2u], kernel.Sent.Select(s => s.Marker));
            Assert.Equal([uint.MaxValue - 1, uint.MaxValue, 1u, 2u], kernel.Waits);
            Assert.Empty(kernel.Violations);
        });
    }

    [Fact]
    public void Waits_come_before_clearing_updates_and_after_full_ones_and_never_twice()
    {
        var (kernel, panel) = Board(o => o with { Table = "kobo-mark7", Intents = new IntentWaveforms { Text = Waveform.Glr16, Pen = Waveform.A2 } }, MxcfbKernelKind.V2);
        Run(async ct =>
        {
            await CleanAsync(panel, ct);
            var start = kernel.Waits.Count;
            for (var i = 0; i < 4; i++)
            {
                await Show(panel, new(i * 8, 0, 8, 8), new byte[64], RefreshIntent.Pen, ct);
                await Show(panel, new(i * 8, 40, 8, 8), new byte[64], RefreshIntent.Interface, ct);
            }

            // Fast updates are never waited for.
            Assert.Equal(start, kernel.Waits.Count);
            var last = kernel.Sent[^1].Marker;
            await Show(panel, Region, FourGreys(Region, 1), RefreshIntent.Image, ct);
            Assert.Equal([last], kernel.Waits.Skip(start));

            // REAGL waits for the GC16 before it, is sent full, and is waited for.
            await Show(panel, Region, FourGreys(Region, 2), RefreshIntent.Text, ct);
            Assert.Equal((6, 1), (kernel.Sent[^1].Waveform, kernel.Sent[^1].Mode));
            Assert.Equal([last, last + 1, last + 2], kernel.Waits.Skip(start));
            await Show(panel, new(0, 16, 8, 8), new byte[64], RefreshIntent.Pen, ct);
            Assert.Equal(3, kernel.Waits.Count - start);
            await panel.WaitUntilSettledAsync(ct);
            await panel.WaitUntilSettledAsync(ct);
            Assert.Equal(kernel.Waits.Count, kernel.Waits.Distinct().Count());
            Assert.Empty(kernel.Violations);
        });
    }

    [Fact]
    public void A_wait_that_the_kernel_gives_up_counts_as_done()
    {
        var (kernel, panel) = Board(o => o with { Table = "kobo-mark7" }, MxcfbKernelKind.V2);
        Run(async ct =>
        {
            await CleanAsync(panel, ct);
            kernel.LosesMarkers = true;
            await Show(panel, Region, FourGreys(Region, 1), RefreshIntent.PageTurn, ct);
            await panel.WaitUntilSettledAsync(ct);
            kernel.LosesMarkers = false;
            await Show(panel, Region, FourGreys(Region, 2), RefreshIntent.Image, ct);
            await panel.WaitUntilSettledAsync(ct);
            Assert.Equal(1, panel.WaitTimeouts);
            Pixels.Same(Pixels.Paint(panel.Capabilities, (Region, FourGreys(Region, 2))), kernel.Glass.Snapshot());
        });
    }

    [Fact]
    public void Without_a_way_to_wait_the_usual_times_are_used()
    {
        var (kernel, panel) = Board(kind: MxcfbKernelKind.NoWait);
        Run(async ct =>
        {
            await CleanAsync(panel, ct);
            var start = _time.Elapsed;
            await Show(panel, Region, FourGreys(Region, 1), RefreshIntent.Image, ct);
            await panel.WaitUntilSettledAsync(ct);
            Assert.InRange(_time.Elapsed - start, TimeSpan.FromMilliseconds(450), TimeSpan.FromMilliseconds(950));
            Pixels.Same(Pixels.Paint(panel.Capabilities, (Region, FourGreys(Region, 1))), kernel.Glass.Snapshot());
        });
    }

    [Theory]
    [InlineData(8)]
    [InlineData(16)]
    public void Regions_are_widened_to_what_the_kernel_wants_even_a_single_pixel(int alignment)
    {
        var (kernel, panel) = Board(o => o with { Alignment = alignment });
        kernel.Alignment = alignment;
        Run(async ct =>
        {
            await CleanAsync(panel, ct);
            await Show(panel, new(17, 17, 1, 1), [0], RefreshIntent.Pen, ct);
            await Show(panel, new(63, 47, 1, 1), [0], RefreshIntent.Text, ct);
            await panel.WaitUntilSettledAsync(ct);
            Pixels.Same(Pixels.Paint(panel.Capabilities, (new(17, 17, 1, 1), [0]), (new(63, 47, 1, 1), [0])), kernel.Glass.Snapshot());
            Assert.Empty(kernel.Violations);
        });
    }

    [Fact]
    public void Live_ink_can_have_a_temperature_of_its_own()
    {
        var (kernel, panel) = Board(o => o with { Table = "remarkable" }, MxcfbKernelKind.V2);
        Run(async ct =>
        {
            await CleanAsync(panel, ct);
            await Show(panel, new(0, 0, 8, 8), new byte[64], RefreshIntent.Pen, ct);
            await Show(panel, new(16, 0, 8, 8), new byte[64], RefreshIntent.Text, ct);
            Assert.Equal([0x18, 0x1000], kernel.Sent.TakeLast(2).Select(s => s.Temperature));
            Assert.Empty(kernel.Violations);
        });
    }

    [Fact]
    public void A_page_is_turned_with_a_flash_and_a_picture_is_not()
    {
        var (kernel, panel) = Board();
        Run(async ct =>
        {
            await CleanAsync(panel, ct);
            await Show(panel, Region, FourGreys(Region, 1), RefreshIntent.Image, ct);
            await Show(panel, panel.Capabilities.Bounds, Pixels.Paint(panel.Capabilities), RefreshIntent.PageTurn, ct);
            Assert.Equal([(2, 0), (2, 1)], kernel.Sent.TakeLast(2).Select(s => (s.Waveform, s.Mode)));
        });
    }

    [Fact]
    public void Another_kind_of_frame_buffer_is_refused_by_name()
    {
        var panel = Capabilities();
        var device = new EmulatedDevice(new FbdevKernel(new FbdevKernelOptions { Width = 64, Height = 48 }));
        var driver = new MxcfbPanel(panel, device, device, new MxcfbOptions(), _time);
        Run(async ct =>
        {
            var error = await Assert.ThrowsAsync<IOException>(() => CleanAsync(driver, ct));
            Assert.Contains("MXCFB_SEND_UPDATE is refused", error.Message, StringComparison.Ordinal);
            Assert.Contains("i.MX EPDC was expected", error.Message, StringComparison.Ordinal);
        });
    }

    [Theory]
    [InlineData(8, false)]
    [InlineData(8, true)]
    [InlineData(16, false)]
    [InlineData(32, false)]
    public void Every_format_of_the_frame_buffer_shows_the_same_greys(int bits, bool isInverted)
    {
        var (kernel, panel) = Board(screen: s => (s.BitsPerPixel, s.IsInverted, s.RowPadding) = (bits, isInverted, 16));
        Run(async ct =>
        {
            await CleanAsync(panel, ct);
            await Show(panel, Region, Pixels.Uneven(Region), RefreshIntent.Text, ct);
            await panel.WaitUntilSettledAsync(ct);
            Pixels.Same(Pixels.Paint(panel.Capabilities, (Region, Pixels.Uneven(Region))), kernel.Glass.Snapshot());
        });
    }

    [Fact]
    public void Whatever_is_asked_for_is_what_the_glass_shows()
    {
        var capabilities = Capabilities();
        PanelScript.Of(capabilities, RefreshIntent.Pen, RefreshIntent.Text, RefreshIntent.Image, RefreshIntent.PageTurn, RefreshIntent.DeepClean).Sample(
            script =>
            {
                var (kernel, panel) = Board(o => o with { Table = "remarkable" }, MxcfbKernelKind.V2);
                Run(async ct =>
                {
                    await CleanAsync(panel, ct);
                    foreach (var step in script)
                    {
                        await Show(panel, step.Region, step.Grey, step.Intent, ct);
                    }

                    await panel.WaitUntilSettledAsync(ct);
                });
                Pixels.Same(PanelScript.Result(capabilities, script, 16), kernel.Glass.Snapshot());
                Assert.Empty(kernel.Violations);
            },
            iter: 150,
            threads: 1);
    }

    [Fact]
    public void Whatever_error_the_kernel_answers_a_refresh_ends_with_a_reason()
    {
        Gen.Select(Gen.Int[1, 133], Gen.Int[0, 6]).Sample(
            (errno, after) =>
            {
                var (kernel, _) = Board();
                var calls = 0;
                var device = new EmulatedDevice(
                    (request, argument) => request >> 8 == 0x46 || ++calls <= after ? kernel.Ioctl(request, argument) : -errno, kernel.Screen.Ioctl, kernel.Screen.Memory);
                var panel = new MxcfbPanel(Capabilities(), device, device, new MxcfbOptions(), _time);
                Run(async ct =>
                {
                    try
                    {
                        await CleanAsync(panel, ct);
                        await Show(panel, Region, FourGreys(Region, 1), RefreshIntent.Image, ct);
                    }
                    catch (IOException e)
                    {
                        Assert.Contains($"errno {errno}", e.Message, StringComparison.Ordinal);
                    }
                });
            },
            iter: 100,
            threads: 1);
    }

    [Fact]
    public void Options_that_cannot_be_used_are_all_named()
    {
        var error = Assert.Throws<ArgumentException>(() => Board(o => o with { Table = "nook", Device = "fb0", Waveforms = new WaveformNumbers { Du = 1, A2 = 1 } }));
        foreach (var part in (string[])["table: 'nook' found, imx, kobo", "device: 'fb0' found", "waveforms.gc16: '' found", "waveforms.a2: '1' found, a number of its own, du has this one"])
        {
            Assert.Contains(part, error.Message, StringComparison.Ordinal);
        }
    }

    private static PanelCapabilities Capabilities() => new(64, 48, 227, 16, true);

    private static byte[] FourGreys(PixelRect region, int seed) => [.. Pixels.Uneven(region, seed).Select(g => Pixels.Nearest(g, 4))];

    private static ValueTask Show(MxcfbPanel panel, PixelRect region, byte[] grey, RefreshIntent intent, CancellationToken cancellationToken) =>
        panel.RefreshAsync(region, grey, region.Width, intent, cancellationToken);

    private static async Task CleanAsync(MxcfbPanel panel, CancellationToken cancellationToken)
    {
        await Show(panel, panel.Capabilities.Bounds, Pixels.Paint(panel.Capabilities), RefreshIntent.DeepClean, cancellationToken);
        await panel.WaitUntilSettledAsync(cancellationToken);
    }

    private (MxcfbKernel Kernel, MxcfbPanel Panel) Board(
        Func<MxcfbOptions, MxcfbOptions>? options = null, MxcfbKernelKind kind = MxcfbKernelKind.V2, Action<FbdevKernelOptions>? screen = null, uint firstMarker = 0)
    {
        var used = options?.Invoke(new MxcfbOptions()) ?? new MxcfbOptions();
        var screenOptions = new FbdevKernelOptions { Width = 64, Height = 48, BitsPerPixel = 8 };
        screen?.Invoke(screenOptions);
        var numbers = MxcfbTable.Known.TryGetValue(used.Table, out var family) ? family.Waveforms : new WaveformNumbers();
        var waveforms = Enum.GetValues<Waveform>().Where(w => numbers[w] is not null).ToDictionary(w => numbers[w]!.Value);
        var kernel = new MxcfbKernel(_time, new FbdevKernel(screenOptions), kind, waveforms, new EmulatedGlassOptions { Ghost = 0, Engines = 16 }, _time.Pass);
        var device = new EmulatedDevice(kernel);
        return (kernel, new MxcfbPanel(Capabilities(), device, device, used, _time, null, firstMarker));
    }

    private void Run(Func<CancellationToken, Task> test) => _time.Run(() => test(TestContext.Current.CancellationToken));
}
