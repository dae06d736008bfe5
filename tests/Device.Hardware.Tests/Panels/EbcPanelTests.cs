using System.Buffers.Binary;
using CsCheck;
using Device.Core.Screen;
using Device.Hardware.Panels;
using Device.Hardware.Panels.Kernel;
using Device.Hardware.Panels.RockchipEbc;
using Device.Hardware.Simulated.Panels;
using Device.Hardware.Simulated.Panels.RockchipEbc;

namespace Device.Hardware.Tests.Panels;

public sealed class EbcPanelTests
{
    private static readonly PixelRect Region = new(13, 6, 19, 11);

    private readonly VirtualTime _time = new();

    [Theory]
    [InlineData(0)]
    [InlineData(90)]
    [InlineData(180)]
    [InlineData(270)]
    public void Greys_arrive_in_their_places_turned_as_the_glass_is_mounted(int rotation)
    {
        var (kernel, panel) = Board(o => o with { Rotation = rotation });
        Run(async ct =>
        {
            var (bounds, width, height) = (panel.Capabilities.Bounds, panel.Capabilities.Width, panel.Capabilities.Height);
            var picture = Pixels.Uneven(bounds);
            await Show(panel, bounds, picture, RefreshIntent.DeepClean, ct);
            await Show(panel, Region, Pixels.Uneven(Region, 3), RefreshIntent.Text, ct);
            await panel.WaitUntilSettledAsync(ct);
            for (var y = 0; y < Region.Height; y++)
            {
                Pixels.Uneven(Region, 3).AsSpan(y * Region.Width, Region.Width).CopyTo(picture.AsSpan(((Region.Y + y) * width) + Region.X));
            }

            Pixels.Same(Pixels.Turn(picture, width, height, rotation), kernel.Glass.Snapshot());
            Assert.Empty(kernel.Violations);
        });
    }

    [Theory]
    [InlineData("reset14", 13, 14)]
    [InlineData("reset16", 13, 16)]
    [InlineData("reset17", 14, 17)]
    public void Every_version_of_the_kernel_gets_its_own_mode_numbers(string table, int du, int reset)
    {
        var (kernel, panel) = Board(o => o with { Table = table });
        Run(async ct =>
        {
            await CleanAsync(panel, ct);
            await Show(panel, Region, new byte[Region.Width * Region.Height], RefreshIntent.Pen, ct);
            await Show(panel, Region, Pixels.Uneven(Region), RefreshIntent.Text, ct);
            await Show(panel, Region, Pixels.Uneven(Region, 2), RefreshIntent.Image, ct);
            await Show(panel, Region, Pixels.Uneven(Region, 3), RefreshIntent.PageTurn, ct);
            await panel.WaitUntilSettledAsync(ct);
            Assert.Equal([reset, 2, du, 8, 7, 2], kernel.Modes);
            Pixels.Same(Pixels.Paint(panel.Capabilities, (Region, Pixels.Uneven(Region, 3))), kernel.Glass.Snapshot());
            Assert.Empty(kernel.Violations);
        });
    }

    [Theory]
    [InlineData(44)]
    [InlineData(64)]
    [InlineData(68)]
    public void The_kernels_structure_may_be_longer_than_the_one_that_is_known(int bytes)
    {
        var (kernel, panel) = Board(kernel: k => k.InfoBytes = bytes);
        Run(async ct =>
        {
            await CleanAsync(panel, ct);
            await Show(panel, Region, Pixels.Uneven(Region), RefreshIntent.Text, ct);
            await panel.WaitUntilSettledAsync(ct);
            Pixels.Same(Pixels.Paint(panel.Capabilities, (Region, Pixels.Uneven(Region))), kernel.Glass.Snapshot());
            Assert.Empty(kernel.Violations);
        });
    }

    [Fact]
    public void Requests_that_a_maker_shifted_come_from_the_board_profile()
    {
        var commands = new EbcCommands { GetInfo = 0x7003, EnableOverlay = 0x7005, DisableOverlay = 0x7006 };
        var (kernel, panel) = Board(o => o with { Commands = commands, OverlayInk = true }, k => k.Requests = (0x7000, 0x7001, 0x7003, 0x7005, 0x7006));
        Run(async ct =>
        {
            await CleanAsync(panel, ct);
            await Show(panel, Region, new byte[Region.Width * Region.Height], RefreshIntent.Pen, ct);
            await panel.WaitUntilSettledAsync(ct);
            Assert.Empty(kernel.Violations);
        });
        var error = Assert.Throws<IOException>(() => Board(kernel: k => k.Requests = (0x7000, 0x7001, 0x7003, 0x7005, 0x7006)));
        Assert.Contains("request 0x7002 (getInfo) is refused", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Ink_in_the_overlay_is_left_before_anything_else_is_shown()
    {
        var (kernel, panel) = Board(o => o with { OverlayInk = true });
        Run(async ct =>
        {
            await CleanAsync(panel, ct);
            var ink = new PixelRect(40, 30, 5, 5);
            await Show(panel, ink, new byte[25], RefreshIntent.Pen, ct);
            await Show(panel, ink with { X = 45 }, new byte[25], RefreshIntent.Pen, ct);
            await Show(panel, Region, Pixels.Uneven(Region), RefreshIntent.Text, ct);
            await panel.WaitUntilSettledAsync(ct);
            Assert.Equal([1, 1, 8], kernel.Modes.Skip(2));
            Pixels.Same(
                Pixels.Paint(panel.Capabilities, (ink, new byte[25]), (ink with { X = 45 }, new byte[25]), (Region, Pixels.Uneven(Region))), kernel.Glass.Snapshot());
            Assert.Empty(kernel.Violations);
        });
    }

    [Fact]
    public void A_refresh_waits_for_a_buffer_that_the_panel_still_shows()
    {
        var (kernel, panel) = Board(kernel: k => k.Buffers = 2);
        Run(async ct =>
        {
            await CleanAsync(panel, ct);
            var start = _time.Elapsed;
            for (var i = 0; i < 4; i++)
            {
                await Show(panel, Region, Pixels.Uneven(Region, i), RefreshIntent.Text, ct);
            }

            Assert.InRange(_time.Elapsed - start, TimeSpan.FromMilliseconds(900), TimeSpan.FromMilliseconds(1000));
            await panel.WaitUntilSettledAsync(ct);
            Pixels.Same(Pixels.Paint(panel.Capabilities, (Region, Pixels.Uneven(Region, 3))), kernel.Glass.Snapshot());
            Assert.Empty(kernel.Violations);
        });
    }

    [Fact]
    public void Buffers_that_another_program_holds_fail_the_refresh_in_bounded_time_and_block_no_caller()
    {
        using var returned = new ManualResetEventSlim();
        using var kernel = new EbcKernel(_time, KernelOptions("reset16"), _ => returned.Wait());
        var device = Device(kernel);
        using var blocking = new BlockingThread("test");
        var panel = new EbcPanel(Capabilities(0), device, blocking, new EbcOptions { MapBytes = 1 << 20 }, _time);
        Run(async ct =>
        {
            kernel.IsHeldByOthers = true;
            for (var i = 1; i < 3; i++)
            {
                var error = await Assert.ThrowsAsync<IOException>(() => CleanAsync(panel, ct));
                Assert.Contains("no buffer was free for 5000 ms", error.Message, StringComparison.Ordinal);
                Assert.Equal((i, TimeSpan.FromSeconds(5 * i)), (panel.BufferTimeouts, _time.Elapsed));
            }

            // The call that was held up all the time brings the buffer for the next refresh.
            kernel.IsHeldByOthers = false;
            returned.Set();
            for (var tries = 0; ; tries++)
            {
                try
                {
                    await CleanAsync(panel, ct);
                    break;
                }
                catch (IOException) when (tries < 100_000)
                {
                    // The thread of the call has not come round yet; the virtual clock is faster.
                }
            }

            Pixels.Same(Pixels.Paint(panel.Capabilities), kernel.Glass.Snapshot());
            Assert.Empty(kernel.Violations);
        });
    }

    [Fact]
    public void A_buffer_outside_the_mapped_memory_is_not_written()
    {
        var (kernel, panel) = Board();
        kernel.Corrupt = bytes => BinaryPrimitives.WriteInt32LittleEndian(bytes.Span, (1 << 20) - 100);
        Run(async ct =>
        {
            var error = await Assert.ThrowsAsync<IOException>(() => CleanAsync(panel, ct));
            Assert.Contains("does not lie inside the 1048576 bytes", error.Message, StringComparison.Ordinal);
        });
    }

    [Fact]
    public void Whatever_the_kernel_answers_it_is_used_safely_or_refused_with_a_reason()
    {
        Gen.Select(Gen.Int.Array[11], Gen.Int[0, 10], Gen.Bool).Sample(
            (noise, from, early) =>
            {
                var (kernel, panel) = Board();
                kernel.Corrupt = bytes =>
                {
                    for (var i = from; i < noise.Length; i++)
                    {
                        BinaryPrimitives.WriteInt32LittleEndian(bytes.Span[(i * 4)..], noise[i]);
                    }
                };
                Run(async ct =>
                {
                    try
                    {
                        await CleanAsync(early ? new EbcPanel(Capabilities(0), Device(kernel), Device(kernel), new EbcOptions { MapBytes = 1 << 20 }, _time) : panel, ct);
                    }
                    catch (IOException e)
                    {
                        Assert.StartsWith("/dev/emulated", e.Message, StringComparison.Ordinal);
                    }
                });
            },
            iter: 200,
            threads: 1);
    }

    [Fact]
    public void Whatever_is_asked_for_is_what_the_glass_shows()
    {
        PanelScript.Of(Capabilities(0), RefreshIntent.Pen, RefreshIntent.Text, RefreshIntent.Image, RefreshIntent.PageTurn, RefreshIntent.DeepClean).Sample(
            script =>
            {
                var (kernel, panel) = Board(o => o with { OverlayInk = script.Length % 2 == 0 });
                Run(async ct =>
                {
                    await CleanAsync(panel, ct);
                    foreach (var step in script)
                    {
                        await Show(panel, step.Region, step.Grey, step.Intent, ct);
                    }

                    await Task.Delay(TimeSpan.FromSeconds(5), _time, ct);
                });
                Pixels.Same(PanelScript.Result(Capabilities(0), script, 16), kernel.Glass.Snapshot());
                Assert.Empty(kernel.Violations);
            },
            iter: 100,
            threads: 1);
    }

    [Fact]
    public void Options_that_cannot_be_used_are_all_named()
    {
        var error = Assert.Throws<ArgumentException>(() => Board(o => o with { Table = "none", MapBytes = 1, Commands = new EbcCommands { GetInfo = 0x7001 } }));
        foreach (var part in (string[])["table: 'none' found, reset14, reset16, reset17 expected", "mapBytes: '1' found", "commands.getInfo: '0x7001' found, a number of its own expected"])
        {
            Assert.Contains(part, error.Message, StringComparison.Ordinal);
        }
    }

    private static EbcKernelOptions KernelOptions(string table)
    {
        var numbers = EbcTable.Known.TryGetValue(table, out var known) ? known.Modes : new WaveformNumbers();
        var modes = Enum.GetValues<Waveform>().Where(w => numbers[w] is not null).ToDictionary(w => numbers[w]!.Value);
        (modes[1], modes[2]) = (Waveform.Du, Waveform.Gc16);
        return new EbcKernelOptions { Width = 64, Height = 48, Modes = modes, Glass = new EmulatedGlassOptions { Ghost = 0 } };
    }

    private static PanelCapabilities Capabilities(int rotation) => rotation is 90 or 270 ? new(48, 64, 227, 16, true) : new(64, 48, 227, 16, true);

    private static EmulatedDevice Device(EbcKernel kernel) => new(kernel.Ioctl, kernel.Ioctl, kernel.Memory);

    private static ValueTask Show(EbcPanel panel, PixelRect region, byte[] grey, RefreshIntent intent, CancellationToken cancellationToken) =>
        panel.RefreshAsync(region, grey, region.Width, intent, cancellationToken);

    private static async Task CleanAsync(EbcPanel panel, CancellationToken cancellationToken)
    {
        await Show(panel, panel.Capabilities.Bounds, Pixels.Paint(panel.Capabilities), RefreshIntent.DeepClean, cancellationToken);
        await panel.WaitUntilSettledAsync(cancellationToken);
    }

    private (EbcKernel Kernel, EbcPanel Panel) Board(Func<EbcOptions, EbcOptions>? options = null, Action<EbcKernelOptions>? kernel = null)
    {
        var used = options?.Invoke(new EbcOptions { MapBytes = 1 << 20 }) ?? new EbcOptions { MapBytes = 1 << 20 };
        var kernelOptions = KernelOptions(used.Table);
        kernel?.Invoke(kernelOptions);
        var emulated = new EbcKernel(_time, kernelOptions, _time.Pass);
        var device = Device(emulated);
        return (emulated, new EbcPanel(Capabilities(used.Rotation), device, device, used, _time));
    }

    private void Run(Func<CancellationToken, Task> test) => _time.Run(() => test(TestContext.Current.CancellationToken));
}
