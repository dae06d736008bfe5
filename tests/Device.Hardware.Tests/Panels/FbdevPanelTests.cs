using CsCheck;
using Device.Core.Screen;
using Device.Hardware.Panels.Framebuffer;
using Device.Hardware.Simulated.Panels.Framebuffer;

namespace Device.Hardware.Tests.Panels;

public sealed class FbdevPanelTests
{
    private static readonly PixelRect Region = new(3, 5, 21, 10);

    [Theory]
    [InlineData(8, false, false, 0)]
    [InlineData(8, true, false, 24)]
    [InlineData(16, false, false, 0)]
    [InlineData(16, false, true, 32)]
    [InlineData(32, false, false, 0)]
    [InlineData(32, false, true, 64)]
    public async Task Greys_are_written_in_the_kernels_own_format(int bits, bool isInverted, bool isRedLowest, int padding)
    {
        var kernel = new FbdevKernel(new FbdevKernelOptions
        {
            Width = 48,
            Height = 32,
            BitsPerPixel = bits,
            IsInverted = isInverted,
            IsRedLowest = isRedLowest,
            RowPadding = padding,
            Offset = (4, 7),
        });
        var panel = Panel(kernel, 48, 32);
        var ct = TestContext.Current.CancellationToken;
        await panel.RefreshAsync(panel.Capabilities.Bounds, Pixels.Paint(panel.Capabilities), 48, RefreshIntent.DeepClean, ct);
        var grey = Enumerable.Range(0, Region.Width * Region.Height).Select(i => (byte)(i * 7)).ToArray();
        await panel.RefreshAsync(Region, grey, Region.Width, RefreshIntent.Text, ct);
        await panel.WaitUntilSettledAsync(ct);
        Pixels.Same(Pixels.Paint(panel.Capabilities, (Region, grey)), kernel.Snapshot(), bits == 16 ? 6 : 0);
    }

    [Theory]
    [InlineData(90)]
    [InlineData(180)]
    [InlineData(270)]
    public async Task A_picture_is_turned_clockwise(int rotation)
    {
        var kernel = new FbdevKernel(new FbdevKernelOptions { Width = 48, Height = 32 });
        var (width, height) = rotation == 180 ? (48, 32) : (32, 48);
        var panel = Panel(kernel, width, height, new FbdevOptions { Rotation = rotation });
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
            var kernel = new FbdevKernel(new FbdevKernelOptions { Width = 48, Height = 32, Offset = (0, 3) });
            var panel = Panel(kernel, 48, 32);
            Show(panel, capabilities.Bounds, Pixels.Paint(capabilities));
            foreach (var step in script)
            {
                Show(panel, step.Region, step.Grey);
            }

            Pixels.Same(Pixels.Paint(capabilities, [.. script.Select(s => (s.Region, s.Grey))]), kernel.Snapshot());
        });
    }

    [Fact]
    public void The_display_can_be_switched_off_and_on()
    {
        var kernel = new FbdevKernel(new FbdevKernelOptions { Width = 48, Height = 32 });
        var panel = Panel(kernel, 48, 32);
        Assert.True(panel.TrySetPower(false));
        Assert.True(kernel.IsBlank);
        Assert.True(panel.TrySetPower(true));
        Assert.False(kernel.IsBlank);
    }

    [Fact]
    public void A_frame_buffer_of_another_size_is_refused_with_both_sizes()
    {
        var error = Assert.Throws<IOException>(() => Panel(new FbdevKernel(new FbdevKernelOptions { Width = 48, Height = 32 }), 32, 48));
        Assert.Equal("/dev/emulated (emulated?fb) has 48x32 pixels, the board's panel, turned, 32x48", error.Message);
    }

    [Theory]
    [InlineData(0x4600, 24, 24, "bits_per_pixel is 24, 8, 16 or 32 expected")]
    [InlineData(0x4600, 0, 0, "xres is 0, 8 to 8192 expected")]
    [InlineData(0x4600, 36, 33, "red is (16, 33)")]
    [InlineData(0x4602, 48, 4, "line_length is 4")]
    [InlineData(0x4602, 24, 100, "smem_len is 100")]
    [InlineData(0x4602, 24, int.MaxValue, "smem_len is 2147483647")]
    public void Answers_that_make_no_sense_are_refused_by_name(int request, int at, int value, string message)
    {
        var kernel = new FbdevKernel(new FbdevKernelOptions { Width = 48, Height = 32 });
        kernel.Corrupt = (r, bytes) =>
        {
            if (r == request)
            {
                System.Buffers.Binary.BinaryPrimitives.WriteInt32LittleEndian(bytes.Span[at..], value);
            }
        };
        Assert.Contains(message, Assert.Throws<IOException>(() => Panel(kernel, 48, 32)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Whatever_the_kernel_answers_it_is_used_safely_or_refused_with_a_reason()
    {
        var answers = Gen.Select(Gen.UInt.Array[40], Gen.UInt.Array[20], Gen.Int[0, 60], Gen.Int[0, 40]);
        answers.Sample((variable, @fixed, keepVariable, keepFixed) =>
        {
            var kernel = new FbdevKernel(new FbdevKernelOptions { Width = 48, Height = 32 });
            kernel.Corrupt = (request, bytes) =>
            {
                // The first words stay as they are, so that not everything fails at the first check.
                var (noise, keep) = request == 0x4600 ? (variable, keepVariable) : (@fixed, keepFixed);
                for (var i = keep; i < noise.Length; i++)
                {
                    System.Buffers.Binary.BinaryPrimitives.WriteUInt32LittleEndian(bytes.Span[(i * 4)..], noise[i]);
                }
            };
            try
            {
                Show(Panel(kernel, 48, 32), Region, Pixels.Uneven(Region));
            }
            catch (IOException e)
            {
                Assert.StartsWith("/dev/emulated", e.Message, StringComparison.Ordinal);
            }
        });
    }

    [Fact]
    public void The_32_bit_kernels_structure_is_read_too()
    {
        var (variable, @fixed) = (new byte[160], new byte[68]);
        foreach (var (at, value) in new[] { (0, 600), (4, 800), (24, 8), (28, 1) })
        {
            System.Buffers.Binary.BinaryPrimitives.WriteInt32LittleEndian(variable.AsSpan(at), value);
        }

        System.Buffers.Binary.BinaryPrimitives.WriteInt32LittleEndian(@fixed.AsSpan(20), 608 * 896);
        System.Buffers.Binary.BinaryPrimitives.WriteInt32LittleEndian(@fixed.AsSpan(44), 608);
        var info = FramebufferInfo.Parse("fb", variable, @fixed, 4);
        Assert.Equal((600, 800, 608, 608 * 896), (info.Width, info.Height, info.LineLength, info.MemoryLength));
    }

    private static FbdevPanel Panel(FbdevKernel kernel, int width, int height, FbdevOptions? options = null) =>
        new(new PanelCapabilities(width, height, 160, 256, false), new EmulatedDevice(kernel), options ?? new FbdevOptions());

    private static void Show(FbdevPanel panel, PixelRect region, byte[] grey) =>
        panel.RefreshAsync(region, grey, region.Width, RefreshIntent.Text, TestContext.Current.CancellationToken).AsTask().GetAwaiter().GetResult();
}
