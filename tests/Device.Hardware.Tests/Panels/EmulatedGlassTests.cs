using Device.Core.Screen;
using Device.Hardware.Simulated.Panels;

namespace Device.Hardware.Tests.Panels;

public sealed class EmulatedGlassTests
{
    private static readonly PixelRect Region = new(8, 8, 8, 8);

    private readonly VirtualTime _time = new();

    [Fact]
    public void Greys_move_over_the_waveforms_time()
    {
        var glass = new EmulatedGlass(32, 32, 16, _time);
        Assert.True(glass.TryDrive(Region, new byte[64], 8, Waveform.Du, false));
        _time.Pass(TimeSpan.FromMilliseconds(130));
        Assert.InRange(glass.Snapshot().At(10, 10), 100, 155);
        _time.Pass(TimeSpan.FromMilliseconds(131));
        Assert.InRange(glass.Snapshot().At(10, 10), 0, 25);
        Assert.Equal(0UL, glass.Engines);
    }

    [Fact]
    public void A_pixel_that_is_being_driven_takes_no_other_target()
    {
        var glass = new EmulatedGlass(32, 32, 16, _time);
        glass.TryDrive(Region, new byte[64], 8, Waveform.Gl16, false);
        Assert.False(glass.TryDrive(Region with { X = 15 }, Enumerable.Repeat((byte)85, 64).ToArray(), 8, Waveform.Gl16, false));
        Assert.True(glass.TryDrive(Region with { X = 16 }, new byte[64], 8, Waveform.Gl16, false));
        Assert.Equal(3UL, glass.Engines);
        _time.Pass(TimeSpan.FromMilliseconds(450));
        Assert.True(glass.TryDrive(Region with { X = 15 }, Enumerable.Repeat((byte)85, 64).ToArray(), 8, Waveform.Gl16, false));
    }

    [Fact]
    public void Fast_waveforms_leave_ghosts_that_a_clearing_one_removes()
    {
        var glass = new EmulatedGlass(32, 32, 16, _time);
        var white = Enumerable.Repeat((byte)255, 64).ToArray();
        glass.TryDrive(Region, new byte[64], 8, Waveform.Du, false);
        _time.Pass(TimeSpan.FromSeconds(1));
        glass.TryDrive(Region, white, 8, Waveform.Du, false);
        _time.Pass(TimeSpan.FromSeconds(1));
        Assert.True(glass.Snapshot().At(10, 10) < 255);
        glass.TryDrive(Region, white, 8, Waveform.Gc16, true);
        _time.Pass(TimeSpan.FromSeconds(1));
        Assert.Equal(255, glass.Snapshot().At(10, 10));
        Assert.Equal([Waveform.Du, Waveform.Du, Waveform.Gc16], glass.Drives().Select(d => d.Waveform));
        Assert.Equal(64, glass.Drives()[0].PixelsChanged);
    }

    [Fact]
    public void The_same_drives_with_the_same_seed_give_the_same_pixels()
    {
        byte[] Play(int seed)
        {
            var time = new VirtualTime();
            var glass = new EmulatedGlass(32, 32, 16, time, new EmulatedGlassOptions { Seed = seed });
            glass.TryDrive(Region, new byte[64], 8, Waveform.A2, false);
            time.Pass(TimeSpan.FromSeconds(1));
            return glass.Snapshot().Grey.ToArray();
        }

        Assert.Equal(Play(1), Play(1));
        Assert.NotEqual(Play(1), Play(2));
    }

    [Fact]
    public void A_reset_leaves_pixels_half_way_and_forgets_them()
    {
        var glass = new EmulatedGlass(32, 32, 16, _time);
        glass.TryDrive(Region, new byte[64], 8, Waveform.Du, false);
        _time.Pass(TimeSpan.FromMilliseconds(130));
        glass.Reset();
        _time.Pass(TimeSpan.FromSeconds(5));
        Assert.InRange(glass.Snapshot().At(10, 10), 100, 155);
        Assert.Equal((255, 0UL), (glass.Target().At(10, 10), glass.Engines));
    }
}
