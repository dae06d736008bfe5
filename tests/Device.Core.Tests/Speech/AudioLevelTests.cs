using Device.Core.Speech;

namespace Device.Core.Tests.Speech;

public sealed class AudioLevelTests
{
    [Fact]
    public void Silence_full_scale_and_a_sine_have_the_levels_of_the_book()
    {
        Assert.Equal(AudioLevel.None, AudioLevel.Of(new short[320]));
        Assert.Equal(AudioLevel.None, AudioLevel.Of([]));
        var square = AudioLevel.Of([.. Enumerable.Repeat(short.MinValue, 320)]);
        Assert.Equal((0f, 0f, true), (square.Peak, square.Rms, square.IsClipped));
        var sine = AudioLevel.Of([.. Enumerable.Range(0, 320).Select(i => (short)(16_384 * Math.Sin(2 * Math.PI * i / 32)))]);
        Assert.Equal(-6.02, sine.Peak, 0.01);
        Assert.Equal(-9.03, sine.Rms, 0.01);
        Assert.False(sine.IsClipped);
        Assert.True(AudioLevel.Of([short.MaxValue]).IsClipped);
        Assert.Equal(-90.3, AudioLevel.Of([1]).Peak, 0.1);
    }

    [Fact]
    public void The_bar_rises_at_once_falls_slowly_and_holds_its_peak_for_a_second()
    {
        var meter = new LevelMeter();
        meter.Add(new AudioLevel(-3, -10));
        Assert.Equal((-10f, -3f), (meter.Level, meter.Peak));
        for (var i = 0; i < 50; i++)
        {
            meter.Add(AudioLevel.None);
        }

        Assert.Equal(-30f, meter.Level, 0.01f);
        Assert.Equal(-3f, meter.Peak);
        for (var i = 0; i < 50; i++)
        {
            meter.Add(AudioLevel.None);
        }

        Assert.Equal(-23f, meter.Peak, 0.01f);
        meter.Add(new AudioLevel(0, -1));
        Assert.Equal(1, meter.Clipped);
    }

    [Fact]
    public void Channels_are_averaged_or_one_of_them_is_taken()
    {
        short[] stereo = [100, 300, -32_768, -32_768, 32_767, 32_767];
        var mono = new short[3];
        Assert.Equal(3, ChannelMix.ToMono(stereo, 2, null, mono));
        Assert.Equal([200, -32_768, 32_767], mono);
        _ = ChannelMix.ToMono(stereo, 2, 1, mono);
        Assert.Equal([300, -32_768, 32_767], mono);
    }
}
